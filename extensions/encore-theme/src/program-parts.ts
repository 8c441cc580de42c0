import { el } from './element.ts';
import type { Session } from './session.ts';

/** A titled part of the panel. */
export function part(title: string, ...children: readonly (Node | null)[]): HTMLElement {
  return el('section', { class: 'encore-part' }, el('h3', {}, title), ...children);
}

/** One line with something at its end. */
export function row(main: string, end: Node | string | null, small: string | null = null): HTMLElement {
  // Vietnamese rewards are written small within sentences; here each begins a line.
  const title = main.charAt(0).toUpperCase() + main.slice(1);
  const text = el('span', {}, title, small && el('small', {}, small));
  return el('li', { class: 'encore-row' }, text, end && el('span', { class: 'encore-end' }, end));
}

export const list = (rows: readonly HTMLElement[]): HTMLElement =>
  // Without the role Safari forgets that a list without bullets is one.
  el('ul', { class: 'encore-list', role: 'list' }, ...rows);

/** How points are earned. */
export function earnPart({ page: { program, today }, voice, known }: Session): HTMLElement {
  const { say, points, money } = voice;
  const { earn, actions, bonuses } = program;
  const noon = (on: string) => voice.day(`${on}T12:00:00Z`, 'UTC', new Date(`${today}T12:00:00Z`));
  const rows = [say('earn_spend', { points: points(earn.points), money: money(earn.perMinor) })];
  for (const { fromOn, toOn, multiplierBps } of bonuses)
    rows.push(
      say('earn_bonus', { times: voice.number(multiplierBps / 10_000), from: noon(fromOn), to: noon(toOn) }),
    );
  // Members have joined.
  const joins = actions.signUp > 0 && !(known.is === 'ready' && known.member);
  if (joins) rows.push(say('earn_signup', { points: points(actions.signUp) }));
  if (actions.birthday > 0) rows.push(say('earn_birthday', { points: points(actions.birthday) }));
  if (actions.review > 0) rows.push(say('earn_review', { points: points(actions.review) }));
  return part(say('earn'), list(rows.map((text) => row(text, null))));
}

/** The ladder of levels; the shopper's own is marked. */
export function tierPart({ page: { program }, voice }: Session, own: string | null): HTMLElement | null {
  if (!program.tiers) return null;
  const { by, levels } = program.tiers;
  const { say } = voice;
  const rows = levels.map(({ key, name, threshold, multiplierBps }) => {
    const from =
      threshold === 0
        ? say('level_first')
        : say('level_from', { threshold: by === 'spend' ? voice.money(threshold) : voice.points(threshold) });
    const line = row(name, say('level_times', { times: voice.number(multiplierBps / 10_000) }), from);
    if (key === own) line.setAttribute('aria-current', 'true');
    return line;
  });
  return part(say('levels'), list(rows));
}
