import { useTranslation } from 'react-i18next';
import type { LedgerRow } from '../../../contract/members.ts';

/** What an entry is, in words: an order, why points were given, what became of a reward. */
export function useLedgerWords(): (entry: Pick<LedgerRow, 'cause' | 'grantReason'>) => string {
  const { t } = useTranslation();
  return ({ cause, grantReason }) =>
    cause === 'grant' && grantReason !== null
      ? t(`loyalty.ledger.reason.${grantReason}`)
      : t(`loyalty.ledger.cause.${cause}`);
}
