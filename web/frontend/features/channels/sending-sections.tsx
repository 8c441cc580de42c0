import { Card, Checkbox, FormLayout, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { SendingForm } from './sending-form.ts';
import type { SendingFormState } from './use-sending-form.ts';

type Props = { state: SendingFormState };
type TextName = 'offersPer30Days' | 'messagesPer7Days' | 'quietFrom' | 'quietTo' | 'share' | 'cost' | 'floor';

/** The place of each field in the settings. */
const PATHS: Readonly<Record<TextName, string>> = {
  offersPer30Days: 'caps.offersPer30Days',
  messagesPer7Days: 'caps.messagesPer7Days',
  quietFrom: 'quietHours.fromMinute',
  quietTo: 'quietHours.toMinute',
  share: 'comparisonGroup.shareBps',
  cost: 'margin.costBps',
  floor: 'margin.floorBps',
};

function Field({ name, state, unit }: Props & { name: TextName; unit: 'count' | 'time' | 'percent' }) {
  const { t } = useTranslation();
  const error = state.errorAt(PATHS[name]);
  const change: (value: string) => Partial<SendingForm> = (value) => ({ [name]: value });
  return (
    <TextField
      label={t(`channels.sending.field.${name}`)}
      helpText={t(`channels.sending.help.${name}`)}
      autoComplete="off"
      value={state.form[name]}
      onChange={(value) => state.set(change(value))}
      {...(unit === 'time' ? { type: 'time' as const } : { inputMode: 'decimal' as const })}
      {...(unit === 'percent' ? { suffix: t('settings.unit.percent') } : {})}
      {...(error ? { error } : {})}
    />
  );
}

/** When nothing is sent, and how much one customer gets at most. */
export function SendingSection({ state }: Props) {
  const { t } = useTranslation();
  return (
    <Card>
      <FormLayout>
        <FormLayout.Group>
          <Field name="quietFrom" state={state} unit="time" />
          <Field name="quietTo" state={state} unit="time" />
        </FormLayout.Group>
        <FormLayout.Group>
          <Field name="offersPer30Days" state={state} unit="count" />
          <Field name="messagesPer7Days" state={state} unit="count" />
        </FormLayout.Group>
        <Checkbox
          label={t('channels.sending.qc')}
          helpText={t('channels.sending.qcHelp')}
          checked={state.form.qcPrefix}
          onChange={(qcPrefix) => state.set({ qcPrefix })}
        />
      </FormLayout>
    </Card>
  );
}

/** Whether some people are held back to compare with, and how many. */
export function ComparisonSection({ state }: Props) {
  const { t } = useTranslation();
  return (
    <Card>
      <FormLayout>
        <Checkbox
          label={t('channels.comparison.on')}
          helpText={t(state.form.comparisonOn ? 'channels.comparison.onHelp' : 'channels.comparison.offHelp')}
          checked={state.form.comparisonOn}
          onChange={(comparisonOn) => state.set({ comparisonOn })}
        />
        {state.form.comparisonOn ? <Field name="share" state={state} unit="percent" /> : null}
      </FormLayout>
    </Card>
  );
}

/** What goods cost where Shopify does not know, and what must be left. */
export function MarginSection({ state }: Props) {
  return (
    <Card>
      <FormLayout>
        <FormLayout.Group>
          <Field name="cost" state={state} unit="percent" />
          <Field name="floor" state={state} unit="percent" />
        </FormLayout.Group>
      </FormLayout>
    </Card>
  );
}
