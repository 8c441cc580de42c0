import { FormLayout, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { adjustReasonSchema } from '../../../contract/members.ts';
import { NumberInput } from '../../shared/number-input.tsx';

export type AdjustReason = (typeof adjustReasonSchema.options)[number];

type Props = {
  points: number | null;
  onPoints: (next: number | null) => void;
  reason: AdjustReason;
  onReason: (next: AdjustReason) => void;
  range: { min: number; max: number };
  /** The range in words. */
  allowed: string;
  error: string | undefined;
};

/** How many points are given or taken by hand, and why: of one member or of many. */
export function AdjustFields({ points, onPoints, reason, onReason, range, allowed, error }: Props) {
  const { t } = useTranslation();
  return (
    <FormLayout>
      <NumberInput
        label={t('loyalty.adjust.points')}
        help={`${t('loyalty.adjust.help')} ${allowed}`}
        suffix={t('loyalty.unit.points')}
        value={points}
        onChange={onPoints}
        onEmpty={() => onPoints(null)}
        error={error}
        {...range}
      />
      <Select
        label={t('loyalty.adjust.reason')}
        value={reason}
        onChange={(chosen) => onReason(adjustReasonSchema.parse(chosen))}
        options={adjustReasonSchema.options.map((value) => ({
          value,
          label: t(`loyalty.ledger.reason.${value}`),
        }))}
      />
    </FormLayout>
  );
}
