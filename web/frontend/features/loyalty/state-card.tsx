import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { ProgramForm } from './use-program-form.ts';

type Props = { form: ProgramForm; onAsk: (on: boolean) => void };

/** Whether the program runs, since when, and the one switch. */
export function StateCard({ form, onAsk }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { program, valid } = form;
  const { on } = program.terms;
  const since = program.launchedAt === null ? null : format.instant(program.launchedAt);
  return (
    <Card>
      <BlockStack gap="300">
        <div className="reward-head">
          <BlockStack gap="100">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">
                {t('loyalty.state.title')}
              </Text>
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
          <Button variant={on ? 'secondary' : 'primary'} disabled={!on && !valid} onClick={() => onAsk(!on)}>
            {t(on ? 'loyalty.stop.action' : 'loyalty.launch.action')}
          </Button>
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
