import { BlockStack, Button, Card, Icon, InlineGrid, InlineStack, Text } from '@shopify/polaris';
import { LockIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { CampaignRow, CampaignsResponse, Preset } from '../../../contract/campaigns.ts';
import { useFormat } from '../../shared/format.ts';

type Props = {
  list: CampaignsResponse;
  /** The kind a draft is being made of, or null. */
  making: Preset['kind'] | null;
  make: (preset: Preset) => void;
};

type Lock = NonNullable<Preset['locked']>;
/** Where a lock is opened. */
const UNLOCKED_AT: Readonly<Record<Lock, string>> = { needs_full_history: '/', needs_program: '/loyalty' };

/** The presets that have no campaign of theirs at work yet. */
export function waitingPresets({ presets, campaigns }: CampaignsResponse): readonly Preset[] {
  const atWork = campaigns.filter(({ state }) => state === 'running' || state === 'paused');
  return presets.filter(({ kind }) => atWork.every((campaign) => campaign.kind !== kind));
}

/** Campaigns that could be started, each with the shop's own numbers. */
export function PresetCards({ list, making, make }: Props) {
  const { t } = useTranslation();
  const presets = waitingPresets(list);
  if (presets.length === 0) return null;
  return (
    <section aria-label={t('campaigns.preset.title')}>
      <BlockStack gap="300">
        <div className="page-heading">
          <Text as="h2" variant="headingMd">
            {t('campaigns.preset.title')}
          </Text>
        </div>
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          {presets.map((preset) => (
            <PresetCard
              key={preset.kind}
              preset={preset}
              draft={list.campaigns.find(({ kind, state }) => kind === preset.kind && state === 'draft')}
              making={making}
              make={make}
            />
          ))}
        </InlineGrid>
      </BlockStack>
    </section>
  );
}

type CardProps = Omit<Props, 'list'> & { preset: Preset; draft: CampaignRow | undefined };

function PresetCard({ preset, draft, making, make }: CardProps) {
  const { t } = useTranslation();
  const { kind } = preset;
  const name = t(`campaigns.kind.${kind}`);
  const lock = preset.locked;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          {name}
        </Text>
        <Text as="p">{t(`campaigns.preset.what.${kind}`)}</Text>
        {lock ? <Locked lock={lock} /> : <Numbers preset={preset} />}
        <InlineStack>
          {lock ? (
            <Button url={UNLOCKED_AT[lock]}>{t(`campaigns.preset.locked.${lock}.action`)}</Button>
          ) : draft ? (
            <Button url={`/campaigns/${draft.campaignId}`}>{t('campaigns.preset.goOn')}</Button>
          ) : (
            <Button
              disabled={making !== null && making !== kind}
              loading={making === kind}
              onClick={() => make(preset)}
            >
              {t('campaigns.preset.look', { name })}
            </Button>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

/** What must be done before the preset can be used. */
function Locked({ lock }: { lock: Lock }) {
  const { t } = useTranslation();
  return (
    <BlockStack gap="100">
      <InlineStack gap="100" blockAlign="start" wrap={false}>
        <span className="inline-icon">
          <Icon source={LockIcon} />
        </span>
        <Text as="p" fontWeight="semibold">
          {t(`campaigns.preset.locked.${lock}.title`)}
        </Text>
      </InlineStack>
      <Text as="p" tone="subdued">
        {t(`campaigns.preset.locked.${lock}.why`)}
      </Text>
      <Text as="p">{t(`campaigns.preset.locked.${lock}.what`)}</Text>
    </BlockStack>
  );
}

function Numbers({ preset: { matchesNow, typicalMonth, backlog } }: { preset: Preset }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = (count: number) => ({ count, number: format.number(count) });
  if (matchesNow === null || typicalMonth === null) {
    return (
      <Text as="p" tone="subdued">
        {t('campaigns.preset.notCounted')}
      </Text>
    );
  }
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="semibold">
        {t('campaigns.preset.numbers', {
          now: t('campaigns.preset.now', counted(matchesNow)),
          month: t('campaigns.preset.month', counted(typicalMonth)),
        })}
      </Text>
      {backlog === null || backlog === 0 ? null : (
        <Text as="p" tone="subdued">
          {t('campaigns.preset.backlog', counted(backlog))}
        </Text>
      )}
    </BlockStack>
  );
}
