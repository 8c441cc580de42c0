import { useTranslation } from 'react-i18next';
import { adjustReasonSchema, type LedgerRow } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';

type Entry = Pick<LedgerRow, 'cause' | 'grantReason' | 'points' | 'file'>;

/** Why the merchant gives or takes points: the reason is then the cause, and what happened is that they did. */
const BY_HAND: ReadonlySet<string> = new Set(adjustReasonSchema.options);

/** What an entry is, in words: an order, why points were given, what became of a reward or a file. */
export function useLedgerWords(): (entry: Entry) => string {
  const { t } = useTranslation();
  return ({ cause, grantReason, points, file }) => {
    if (cause !== 'grant' || grantReason === null) return t(`loyalty.ledger.cause.${cause}`);
    if (file?.undone) return t('loyalty.ledger.fileUndone');
    if (!BY_HAND.has(grantReason)) return t(`loyalty.ledger.reason.${grantReason}`);
    // Points given by hand to several at once travel as a file that has no name.
    const where = file?.name ? 'byFile' : 'byHand';
    return t(`loyalty.ledger.${where}.${points < 0 ? 'taken' : 'given'}`);
  };
}

/** Where an entry comes from, beside its order: the code, the file, the reason; empty = there is no more to say. */
export function useLedgerCause(): (entry: LedgerRow) => string[] {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ cause, code, file, grantReason, programVersion }) => {
    const number = file && format.number(Number(file.batchId));
    const isCredit = code === null && (cause === 'redeem' || cause === 'redeem_back');
    return [
      ...(code === null ? [] : [t('loyalty.ledger.code', { code })]),
      ...(isCredit ? [t('loyalty.rewards.kinds.store_credit')] : []),
      ...(file === null ? [] : [file.name ?? t('loyalty.ledger.file', { number })]),
      ...(grantReason !== null && BY_HAND.has(grantReason)
        ? [t(`loyalty.ledger.reason.${grantReason}`)]
        : []),
      ...(programVersion === null
        ? []
        : [t('loyalty.ledger.version', { version: format.number(programVersion) })]),
    ];
  };
}
