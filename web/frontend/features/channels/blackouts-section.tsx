import { BlockStack, Button, Card, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { BlackoutForm } from './sending-form.ts';
import type { SendingFormState } from './use-sending-form.ts';

/** As many as one save may hold. */
const MOST = 30;

/** Days on which nothing is sent; codes that run then live so many days longer. */
export function BlackoutsSection({ state }: { state: SendingFormState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { blackouts } = state.form;
  const add = (name: string) => {
    const id = 1 + Math.max(-1, ...blackouts.map((one) => one.id));
    state.set({ blackouts: [...blackouts, { id, name, from: '', to: '' }] });
  };
  return (
    <Card>
      <BlockStack gap="400">
        {blackouts.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('channels.blackout.none')}
          </Text>
        ) : null}
        {blackouts.map((blackout, at) => (
          <Row key={blackout.id} blackout={blackout} at={at} state={state} />
        ))}
        <InlineStack gap="200">
          {(['tet', 'songkran', 'sale', 'own'] as const).map((which) => (
            <Button
              key={which}
              disabled={blackouts.length >= MOST}
              onClick={() => add(which === 'own' ? '' : t(`channels.blackout.name.${which}`))}
            >
              {t(`channels.blackout.add.${which}`)}
            </Button>
          ))}
        </InlineStack>
        {blackouts.length >= MOST ? (
          <Text as="p" tone="subdued">
            {t('channels.blackout.most', { number: format.number(MOST) })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

type RowProps = { blackout: BlackoutForm; at: number; state: SendingFormState };

function Row({ blackout, at, state }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rest = state.form.blackouts;
  const change = (part: Partial<BlackoutForm>) =>
    state.set({ blackouts: rest.map((one) => (one.id === blackout.id ? { ...one, ...part } : one)) });
  const [nameError, daysError] = [state.errorAt(`blackouts.${at}.name`), state.errorAt(`blackouts.${at}.to`)];
  return (
    <fieldset className="plain-group">
      <legend className="visually-hidden">
        {t('channels.blackout.row', { number: format.number(at + 1) })}
      </legend>
      <FormLayout>
        <FormLayout.Group>
          <TextField
            label={t('channels.blackout.label')}
            autoComplete="off"
            maxLength={60}
            value={blackout.name}
            onChange={(name) => change({ name })}
            {...(nameError ? { error: nameError } : {})}
          />
          <TextField
            label={t('channels.blackout.from')}
            type="date"
            autoComplete="off"
            value={blackout.from}
            onChange={(from) => change({ from, ...(blackout.to === '' ? { to: from } : {}) })}
          />
          <TextField
            label={t('channels.blackout.to')}
            type="date"
            autoComplete="off"
            value={blackout.to}
            onChange={(to) => change({ to })}
            {...(daysError ? { error: daysError } : {})}
          />
        </FormLayout.Group>
        <Button
          variant="plain"
          tone="critical"
          accessibilityLabel={t('channels.blackout.removeOf', {
            number: format.number(at + 1),
            name: blackout.name,
          })}
          onClick={() => state.set({ blackouts: rest.filter(({ id }) => id !== blackout.id) })}
        >
          {t('channels.blackout.remove')}
        </Button>
      </FormLayout>
    </fieldset>
  );
}
