import type { CampaignRow } from '../../../contract/campaigns.ts';

/** The columns of the list in their order; each sorts. */
export const COLUMNS = ['name', 'state', 'people', 'next', 'extra', 'used'] as const;
export type Column = (typeof COLUMNS)[number];
/** Null: in the order they were made. */
export type Sorting = { by: Column; direction: 'ascending' | 'descending' } | null;

/** Names read from A, states from what is at work, the next send from the soonest; numbers from the largest. */
export const FIRST_DIRECTION: Readonly<Record<Column, 'ascending' | 'descending'>> = {
  name: 'ascending',
  state: 'ascending',
  people: 'descending',
  next: 'ascending',
  extra: 'descending',
  used: 'descending',
};

const STATES: readonly CampaignRow['state'][] = ['running', 'paused', 'stopped', 'draft', 'ended'];

/** What a column sorts by; null = nothing is known there. */
const VALUES: Readonly<Record<Exclude<Column, 'name'>, (row: CampaignRow) => number | null>> = {
  state: ({ state }) => STATES.indexOf(state),
  people: ({ people }) => people,
  next: ({ nextSendAt }) => (nextSendAt === null ? null : Date.parse(nextSendAt)),
  extra: ({ extraOrders }) => extraOrders?.estimate ?? null,
  used: ({ ordersThatUsedTheOffer }) => ordersThatUsedTheOffer,
};

/** The list in another order; what is not known stands last in both directions, equals stay as they were. `intl` orders names. */
export function sortCampaigns(
  campaigns: readonly CampaignRow[],
  sorting: Sorting,
  intl: string,
): readonly CampaignRow[] {
  if (sorting === null) return campaigns;
  const { by, direction } = sorting;
  const sign = direction === 'ascending' ? 1 : -1;
  if (by === 'name') {
    const { compare } = new Intl.Collator(intl, { numeric: true });
    return campaigns.toSorted((a, b) => sign * compare(a.name, b.name));
  }
  const known = VALUES[by];
  return campaigns.toSorted((a, b) => {
    const [x, y] = [known(a), known(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}
