import {
  Badge,
  type BadgeProps,
  BlockStack,
  Button,
  Card,
  InlineStack,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { AlertTriangleIcon, CheckCircleIcon, QuestionCircleIcon, XCircleIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { HealthResponse } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { useHealth } from './health-requests.ts';

type Check = HealthResponse['checks'][number];

/** Colour, icon and word of a state, never one alone. */
const LOOK: Readonly<Record<Check['state'], Pick<BadgeProps, 'tone' | 'icon'>>> = {
  ok: { tone: 'success', icon: CheckCircleIcon },
  off: { tone: 'attention', icon: XCircleIcon },
  attention: { tone: 'warning', icon: AlertTriangleIcon },
  unknown: { icon: QuestionCircleIcon },
};

/** Each thing Encore needs in Shopify: how it stands, what that means, and where it is turned on. */
export function HealthCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const health = useHealth();
  return (
    <Card>
      <BlockStack gap="400">
        {health.error ? <Problem error={health.error} onRetry={() => health.refetch()} /> : null}
        {health.isPending ? <SkeletonBodyText lines={8} /> : null}
        {health.data ? (
          <>
            <Summary checks={health.data.checks} />
            <ul className="request-list">
              {health.data.checks.map((check) => (
                <li key={check.check}>
                  <Line check={check} />
                </li>
              ))}
            </ul>
            <InlineStack gap="300" blockAlign="center">
              <Button loading={health.isFetching} onClick={() => health.refetch()}>
                {t('health.again')}
              </Button>
              <Text as="p" variant="bodySm" tone="subdued">
                {t('health.checkedAt', { moment: format.instant(health.data.checkedAt) })}
              </Text>
            </InlineStack>
          </>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Summary({ checks }: { checks: readonly Check[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = checks.filter(({ state }) => state !== 'ok').length;
  return (
    <Text as="h2" variant="headingMd">
      {open === 0 ? t('health.allWell') : t('health.open', { count: open, number: format.number(open) })}
    </Text>
  );
}

function Line({ check: { check, state, detail, fixUrl } }: { check: Check }) {
  const { t } = useTranslation();
  const name = t(`health.name.${check}`);
  return (
    <div className="health-line">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {name}
          </Text>
          <Badge {...LOOK[state]}>{t(`health.state.${state}`)}</Badge>
        </InlineStack>
        <Text as="p">{t(`health.${check}.${state}`)}</Text>
        {detail === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued" breakWord>
            {detail}
          </Text>
        )}
      </BlockStack>
      {fixUrl === null || state === 'ok' ? null : (
        <Button url={fixUrl} target="_top" accessibilityLabel={t('health.fixOne', { name })}>
          {t('health.fix')}
        </Button>
      )}
    </div>
  );
}
