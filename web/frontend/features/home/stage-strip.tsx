import { BlockStack, Card, Icon, InlineGrid, InlineStack, Link, Text } from '@shopify/polaris';
import { ArrowRightIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { HomeReady, StageMove } from '../../../contract/home.ts';
import type { Stage } from '../../../contract/vocabulary.ts';
import { useFormat } from '../../shared/format.ts';
import { StageBadge } from '../../shared/stage-badge.tsx';

/** Where the customers stand and how they moved in 30 days; each column leads to its customers. */
export function StageStrip({ stages, moves }: Pick<HomeReady, 'stages' | 'moves'>) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('home.stages.title')}
        </Text>
        <InlineGrid columns={{ xs: 2, lg: 4 }} gap="400">
          {stages.map((column) => (
            <StageColumn key={column.stage} column={column} moves={moves} />
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

type ColumnProps = { column: HomeReady['stages'][number]; moves: readonly StageMove[] };

function StageColumn({ column, moves }: ColumnProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { stage, count, change30Days } = column;
  const newcomers = moves.find((move) => move.from === null && move.to === stage);
  const leaving = moves.filter((move) => move.from === stage && move.to !== stage && move.count > 0);
  return (
    <div className="stage-column">
      <BlockStack gap="200">
        <InlineStack>
          <StageBadge stage={stage} />
        </InlineStack>
        <Link url={`/customers?stage=${stage}`} monochrome removeUnderline>
          <Text as="span" variant="headingXl">
            {format.number(count)}
          </Text>
          <span className="visually-hidden">{t(`home.stages.open.${stage}`)}</span>
        </Link>
        <Text as="p" tone="subdued">
          {change30Days === null
            ? t('home.stages.noChange')
            : t('home.stages.change', { change: format.change(change30Days) })}
        </Text>
        {newcomers && newcomers.count > 0 ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t('home.stages.newcomers', { count: newcomers.count, number: format.number(newcomers.count) })}
          </Text>
        ) : null}
        {leaving.map((move) => (
          <MoveLine key={move.to} to={move.to} count={move.count} />
        ))}
      </BlockStack>
    </div>
  );
}

function MoveLine({ to, count }: { to: Stage; count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <InlineStack gap="100" blockAlign="center" wrap={false}>
      <span className="inline-icon">
        <Icon source={ArrowRightIcon} tone="subdued" />
      </span>
      <Text as="span" variant="bodySm">
        {t(`home.stages.to.${to}`, { number: format.number(count) })}
      </Text>
    </InlineStack>
  );
}
