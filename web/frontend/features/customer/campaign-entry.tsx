import { Badge, BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CampaignEvent } from '../../../contract/customer-campaigns.ts';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { useFormat } from '../../shared/format.ts';
import { useCodeWords } from './use-code-words.ts';

const BADGE = {
  sent: { tone: 'success', word: 'results.funnel.sent' },
  held_out: { tone: 'info', word: 'campaign.dryRun.comparison' },
  skipped: { tone: 'attention', word: 'campaign.dryRun.skipped' },
  failed: { tone: 'warning', word: 'customer.timeline.campaign.outcome.failed' },
  unknown: { tone: 'warning', word: 'customer.timeline.campaign.outcome.unknown' },
  stopped: { tone: 'new', word: 'customer.timeline.campaign.outcome.stopped' },
} as const;

/** What became of one message of a campaign, or why it ended for this customer: which, how it went, its code, why or why not. */
export function CampaignEntry({ event }: { event: CampaignEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useCampaignReason();
  const { outcome, step, reason, offer } = event;
  const { tone, word } = BADGE[outcome];
  return (
    <BlockStack gap="050">
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={tone}>{t(word)}</Badge>
        <Link url={`/campaigns/${event.campaignId}`}>{event.name}</Link>
        {outcome === 'stopped' ? null : (
          <Text as="span">{t('campaign.when.message', { number: format.number(step + 1) })}</Text>
        )}
      </InlineStack>
      {outcome === 'held_out' ? (
        <Text as="p">{t('customer.timeline.campaign.heldOut')}</Text>
      ) : reason === null ? null : (
        <Text as="p">{reasonText(reason)}</Text>
      )}
      <Ways event={event} />
      {offer === null ? null : <Code offer={offer} />}
    </BlockStack>
  );
}

/** By what it went; and each way it did not take, unless that is the reason told already. */
function Ways({ event: { ways, reason: told } }: { event: CampaignEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useCampaignReason();
  const went = ways.filter(({ state }) => state === 'sent');
  const channels = format.list(went.map(({ channel }) => t(`campaign.where.words.${channel}`)));
  return (
    <>
      {went.length === 0 ? null : <Text as="p">{t('customer.timeline.campaign.by', { channels })}</Text>}
      {ways.map(({ channel, state, reason }) =>
        state === 'sent' || reason === null || reason === told ? null : (
          <Text key={channel} as="p" tone="subdued">
            {t('customer.timeline.campaign.way', {
              channel: t(`campaign.where.channel.${channel}`),
              reason: reasonText(reason),
            })}
          </Text>
        ),
      )}
    </>
  );
}

function Code({ offer }: { offer: NonNullable<CampaignEvent['offer']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useCodeWords(offer);
  return (
    <Text as="p" breakWord>
      {t(`customer.timeline.campaign.code.${offer.state}`, {
        code: offer.code,
        offer: words,
        moment: format.instant(offer.endsAt),
      })}
    </Text>
  );
}
