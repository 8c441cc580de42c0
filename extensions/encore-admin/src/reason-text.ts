import type { StageReason } from '../../../web/domain/lifecycle/stage.ts';
import type { Words } from '../../shared/words.ts';

const DAY_MS = 86_400_000;

/** A reason's sentence with its numbers; their unit is in their name (`…Minor` money, `…On` a day). */
export function reasonText({ code, params }: StageReason, words: Words): string {
  const said = Object.entries(params).map(([name, value]) => {
    if (name.endsWith('Minor')) return [name, words.money(value)];
    if (name.endsWith('On')) return [name, words.date(new Date(value * DAY_MS).toISOString().slice(0, 10))];
    return [name, words.number(value)];
  });
  return words.t(`reason.${code}`, Object.fromEntries(said));
}
