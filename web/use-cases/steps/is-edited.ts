import type { Campaign, CampaignVersion } from '../ports.ts';

/** Whether the draft differs from what was launched. Both come from the database, which orders the fields of both alike. */
export function isEdited({ draft }: Campaign, launched: CampaignVersion | null): boolean {
  return launched !== null && JSON.stringify(launched.terms) !== JSON.stringify(draft);
}
