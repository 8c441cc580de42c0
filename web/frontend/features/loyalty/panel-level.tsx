import type { ProgramTerms } from '../../../contract/loyalty.ts';
import { localDayOf } from './local-day.ts';
import type { PanelProps } from './panel-parts.tsx';

const DAY_MS = 86_400_000;
/** Until the review of somebody who reached their level half a year ago. */
const TO_REVIEW_DAYS = 182;
/** What is typed may be no number or too large for a day. */
const MOST_DAYS = 3_650;

type Tiers = NonNullable<ProgramTerms['tiers']>;

/** Whether anybody can be in the days of grace of a level here: the lowest is never lost. */
export function hasGrace(tiers: ProgramTerms['tiers']): boolean {
  return tiers !== null && tiers.levels.length > 1 && tiers.graceDays > 0;
}

/** The level of the panel's customer as the theme says it: how long it is kept, what keeps it, what the next one needs. */
export function PanelLevel({ terms, voice, inGrace, timeZone }: Props) {
  const { tiers } = terms;
  const sample = tiers && sampleLevel(tiers, inGrace);
  if (!tiers || !sample) return null;
  const { level, next, progress, keptDays } = sample;
  const amount = tiers.by === 'spend' ? voice.money : voice.points;
  const until = keptDays && localDayOf(new Date(Date.now() + keptDays * DAY_MS), timeZone);
  const texts = [
    voice.say('level', { tier: level.name }),
    until && voice.say('level_until', { date: voice.day(until) }),
    inGrace && voice.say('keep_level', { missing: amount(level.threshold - progress) }),
    next && voice.say('next_level', { missing: amount(next.threshold - progress), tier: next.name }),
  ];
  return <p className="panel-label">{texts.filter(Boolean).join(' · ')}</p>;
}

type Props = PanelProps & { inGrace: boolean; timeZone: string };

/** Somebody of the second level, or of the only one; in the grace a fifth of its threshold is missing. */
function sampleLevel({ levels, graceDays }: Tiers, inGrace: boolean) {
  const [lowest, second, next] = levels;
  if (!lowest) return null;
  if (!second) return { level: lowest, next: undefined, progress: 0, keptDays: null };
  if (inGrace) {
    const progress = second.threshold - Math.ceil(second.threshold / 5);
    return { level: second, next, progress, keptDays: Math.min(graceDays || 1, MOST_DAYS) };
  }
  return { level: second, next, progress: second.threshold, keptDays: TO_REVIEW_DAYS };
}
