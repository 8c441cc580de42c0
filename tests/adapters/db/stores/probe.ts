import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { Store } from '../../../../web/use-cases/store-port.ts';

/** Asks for what the neighbour has, as shop `a`, which has nothing; and what must come back. */
export type Probe = { ask: (store: Store, a: ShopId) => Promise<unknown>; gives: unknown };

/** Ids of the neighbour's rows, to be asked for in another shop's name; set once it has them. */
export const theirs = { campaignId: 0, enrolmentId: '', messageId: '', offerId: '', discountId: '' };

/** The code of the error that a refused call throws. */
export const refused = (asked: Promise<unknown>) => asked.catch((error: { code?: string }) => error.code);
