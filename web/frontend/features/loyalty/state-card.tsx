import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { ProgramForm } from './use-program-form.ts';

type Props = { form: ProgramForm; onAsk: (on: boolean) => void };

/** Around the heading, and around the switch: where the focus goes when the question about it is over. */
export const STATE_ID = 'loyalty-state';
export const SWITCH_ID = 'loyalty-switch';

/** Whether the program runs, since when, and the one switch. */
export function StateCard({ form, onAsk }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { program, clean } = form;
  const { on } = program.terms;
  const since = program.launchedAt === null ? null : format.instant(program.launchedAt);
  return (
    <Card>
      <BlockStack gap="300">
        <div className="reward-head">
          <BlockStack gap="100">
            <InlineStack gap="200" blockAlign="center">
              <div id={STATE_ID}>
                <h2 tabIndex={-1} className="state-heading">
                  <Text as="span" variant="headingMd">
                    {t('loyalty.state.title')}
                  </Text>
                </h2>
              </div>
              <Badge {...(on ? { tone: 'success' as const } : {})}>
                {t(on ? 'loyalty.state.on' : 'loyalty.state.off')}
              </Badge>
            </InlineStack>
            <Text as="p" tone="subdued">
              {on && since !== null
                ? t('loyalty.state.onSince', { moment: since })
                : t(since === null ? 'loyalty.state.never' : 'loyalty.state.stopped')}
            </Text>
          </BlockStack>
          <div id={SWITCH_ID}>
            <Button
              variant={on ? 'secondary' : 'primary'}
              disabled={!on && !clean}
              onClick={() => onAsk(!on)}
            >
              {t(on ? 'loyalty.stop.action' : 'loyalty.launch.action')}
            </Button>
          </div>
        </div>
        {program.recounting ? (
          <Banner tone="info">
            <p>{t('loyalty.state.recounting')}</p>
          </Banner>
        ) : null}
      </BlockStack>
    </Card>
  );
}
