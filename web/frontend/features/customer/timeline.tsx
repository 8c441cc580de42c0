import { BlockStack, Button, ButtonGroup, Card, Icon, Text } from '@shopify/polaris';
import {
  EmailIcon,
  OrderIcon,
  PackageReturnedIcon,
  PersonSegmentIcon,
  StarIcon,
} from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TimelineEntry, type TimelineKind, timelineKindSchema } from '../../../contract/customer.ts';
import { useFormat } from '../../shared/format.ts';
import { useTimeline } from './get-customer.ts';
import { PagedList } from './paged-list.tsx';
import { TimelineText } from './timeline-text.tsx';

const ICON = {
  stage: PersonSegmentIcon,
  order: OrderIcon,
  refund: PackageReturnedIcon,
  points: StarIcon,
  campaign: EmailIcon,
};
const FILTERS = [null, ...timelineKindSchema.options] as const;

/** Everything that happened to one customer, newest first, filterable by kind; by points only where a program was on once. */
export function Timeline({ customerId, withPoints }: { customerId: string; withPoints: boolean }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<TimelineKind | null>(null);
  const timeline = useTimeline(customerId, kind);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('customer.timeline.title')}
        </Text>
        <ButtonGroup gap="tight">
          {FILTERS.filter((filter) => withPoints || filter !== 'points').map((filter) => (
            <Button
              key={filter ?? 'all'}
              size="slim"
              pressed={kind === filter}
              onClick={() => setKind(filter)}
            >
              {t(`customer.timeline.filter.${filter ?? 'all'}`)}
            </Button>
          ))}
        </ButtonGroup>
        <PagedList query={timeline} empty={t('customer.timeline.empty')} skeletonLines={6}>
          {(entries) => (
            <ol className="timeline">
              {entries.map((entry) => (
                <TimelineItem key={entry.id} entry={entry} />
              ))}
            </ol>
          )}
        </PagedList>
      </BlockStack>
    </Card>
  );
}

function TimelineItem({ entry }: { entry: TimelineEntry }) {
  const format = useFormat();
  return (
    <li className="timeline-item">
      <span className="timeline-icon">
        <Icon source={ICON[entry.kind]} tone="subdued" />
      </span>
      <BlockStack gap="050">
        <TimelineText entry={entry} />
        <Text as="p" variant="bodySm" tone="subdued">
          <time dateTime={entry.at}>{format.instant(entry.at)}</time>
        </Text>
      </BlockStack>
    </li>
  );
}
