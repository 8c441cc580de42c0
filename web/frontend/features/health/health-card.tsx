import {
  Badge,
  type BadgeProps,
  BlockStack,
  Button,
  Card,
  Divider,
  InlineStack,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { AlertTriangleIcon, CheckCircleIcon, QuestionCircleIcon, XCircleIcon } from '@shopify/polaris-icons';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthResponse } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { useHealth } from './health-requests.ts';

type Check = HealthResponse['checks'][number];

type BadgeLook = Pick<BadgeProps, 'tone'> & Required<Pick<BadgeProps, 'icon'>>;

/** Colour, icon and word of a state, never one alone. */
const LOOK: Readonly<Record<Check['state'], BadgeLook>> = {
  ok: { tone: 'success', icon: CheckCircleIcon },
  off: { tone: 'attention', icon: XCircleIcon },
  attention: { tone: 'warning', icon: AlertTriangleIcon },
  unknown: { icon: QuestionCircleIcon },
};

/** Shopify tells no app whether its blocks may ask it. */
const NEVER_TOLD: Check['check'] = 'extensions_network';

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
            <Groups checks={health.data.checks} />
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

/** What is needed and known; apart from it options, and what cannot be known: neither is counted. */
function Groups({ checks }: { checks: readonly Check[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unchecked = checks.filter(({ needed, state }) => needed && state === 'unknown');
  const known = checks.filter(({ needed, state }) => needed && state !== 'unknown');
  const open = known.filter(({ state }) => state !== 'ok').length;
  const well = unchecked.some(({ check }) => check !== NEVER_TOLD) ? 'health.allWellSoFar' : 'health.allWell';
  return (
    <>
      <Text as="h2" variant="headingMd">
        {open === 0 ? t(well) : t('health.open', { count: open, number: format.number(open) })}
      </Text>
      <Lines checks={known} />
      <Apart group="options" checks={checks.filter(({ needed }) => !needed)} />
      <Apart group="unchecked" checks={unchecked} />
    </>
  );
}

function Apart({ group, checks }: { group: 'options' | 'unchecked'; checks: readonly Check[] }) {
  const { t } = useTranslation();
  const id = useId();
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <BlockStack gap="400">
        <Divider />
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd" id={id}>
            {t(`health.${group}.title`)}
          </Text>
          <Text as="p" tone="subdued">
            {t(`health.${group}.body`)}
          </Text>
        </BlockStack>
        <Lines checks={checks} />
      </BlockStack>
    </section>
  );
}

function Lines({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="request-list">
      {checks.map((check) => (
        <li key={check.check}>
          <Line check={check} />
        </li>
      ))}
    </ul>
  );
}

function Line({ check: { check, state, needed, detail, fixUrl } }: { check: Check }) {
  const { t } = useTranslation();
  const look = needed || state === 'ok' ? LOOK[state] : { icon: LOOK[state].icon };
  const name = t(`health.name.${check}`);
  return (
    <div className="health-line">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {name}
          </Text>
          <Badge {...look}>{t(`health.state.${state}`)}</Badge>
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
