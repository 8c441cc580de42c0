import type { Mark, Stage, StageReason } from '../../../web/domain/lifecycle/stage.ts';
import type { MemberPoints, OfferView } from '../../../web/domain/loyalty/member-view.ts';

/** `GET /ext/admin/customers/:id`, and what an adjustment answers. */
export type CustomerAnswer = {
  stage: Stage | null;
  marks: readonly Mark[];
  reason: StageReason | null;
  scores: { r: number; f: number; m: number } | null;
  /** null = there is no program. */
  points: MemberPoints | null;
  offer: OfferView | null;
  currency: string;
  timeZone: string;
  /** Path of the customer's page in the app. */
  url: string;
};
