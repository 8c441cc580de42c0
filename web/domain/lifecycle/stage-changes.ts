import type { Mark, Stage, StageDecision, StageReason } from './stage.ts';

/** What a customer moved from and to, for the dated row in their timeline. */
export type StageChange = {
  fromStage: Stage | null;
  toStage: Stage;
  marksAdded: readonly Mark[];
  marksRemoved: readonly Mark[];
  reason: StageReason;
};

/** The change between the stage and marks that stood (null = none yet) and a new decision; null when neither changed. */
export function describeChange(
  before: { stage: Stage | null; marks: readonly Mark[] } | null,
  after: Pick<StageDecision, 'stage' | 'marks' | 'reason'>,
): StageChange | null {
  const marksBefore = before?.marks ?? [];
  const marksAdded = after.marks.filter((mark) => !marksBefore.includes(mark));
  const marksRemoved = marksBefore.filter((mark) => !after.marks.includes(mark));
  const fromStage = before?.stage ?? null;
  if (fromStage === after.stage && marksAdded.length === 0 && marksRemoved.length === 0) return null;
  return { fromStage, toStage: after.stage, marksAdded, marksRemoved, reason: after.reason };
}
