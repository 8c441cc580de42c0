import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { HomeReady, NextStep } from '../../../contract/home.ts';
import { useFormat } from '../../shared/format.ts';
import { reloadPage } from '../../shared/reload-page.ts';
import { FullHistoryHelp } from './full-history-help.tsx';

/** Where a step leads; null = it is done here. */
const WHERE: Record<NextStep, string | null> = {
  reauthorise: null,
  ask_full_history: null,
  turn_on_tags: '/settings#tags',
  fix_refused_tags: '/settings#tags',
  launch_second_purchase: '/campaigns',
  launch_win_back: '/campaigns',
  launch_loyalty: '/loyalty',
  review_rules: '/settings',
  look_at_customers: '/customers?stage=lapsed',
};

/** The one thing worth doing now, with one button. */
export function NextStepCard({ home }: { home: HomeReady }) {
  const { t } = useTranslation();
  const format = useFormat();
  const step = home.nextStep;
  const lapsed = home.stages.find((column) => column.stage === 'lapsed')?.count ?? 0;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p" variant="bodySm" tone="subdued">
          {t('home.next.title')}
        </Text>
        <Text as="h2" variant="headingMd">
          {t(`home.next.${step}.title`)}
        </Text>
        <Text as="p">
          {t(`home.next.${step}.body`, {
            lapsed: format.number(lapsed),
            refused: format.number(home.sync.tags.refused),
            customers: format.number(home.customers),
          })}
        </Text>
        <InlineStack>
          <StepButton step={step} />
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function StepButton({ step }: { step: NextStep }) {
  const { t } = useTranslation();
  const label = t(`home.next.${step}.action`);
  const url = WHERE[step];
  if (step === 'ask_full_history') return <FullHistoryHelp label={label} />;
  return url === null ? (
    <Button variant="primary" onClick={() => reloadPage()}>
      {label}
    </Button>
  ) : (
    <Button variant="primary" url={url}>
      {label}
    </Button>
  );
}
