import { Badge, BlockStack, Button, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { ClipboardIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { CustomerCampaigns, GivenCode } from '../../../contract/customer-campaigns.ts';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { useFormat } from '../../shared/format.ts';
import { useCodeWords } from './use-code-words.ts';

type Current = CustomerCampaigns['current'][number];

/** What campaigns do with this customer now: what comes next or that they are held back, and the code they can use. */
export function CampaignsCard({ campaigns }: { campaigns: CustomerCampaigns | null }) {
  const { t } = useTranslation();
  if (campaigns === null) return null;
  const { current, offer } = campaigns;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('nav.campaigns')}
        </Text>
        {current.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('customer.campaigns.none')}
          </Text>
        ) : (
          <ul className="order-list">
            {current.map((enrolment) => (
              <li key={enrolment.enrolmentId}>
                <Enrolment enrolment={enrolment} />
              </li>
            ))}
          </ul>
        )}
        {offer === null ? null : <OpenOffer offer={offer} />}
      </BlockStack>
    </Card>
  );
}

function Enrolment({ enrolment }: { enrolment: Current }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { campaignId, name, heldOut, ordersCountUntil } = enrolment;
  return (
    <BlockStack gap="050">
      <InlineStack gap="200" blockAlign="center">
        <Link url={`/campaigns/${campaignId}`}>{name}</Link>
        {heldOut ? <Badge tone="info">{t('campaign.dryRun.comparison')}</Badge> : null}
      </InlineStack>
      <Text as="p">{heldOut ? t('customer.timeline.campaign.heldOut') : <Next enrolment={enrolment} />}</Text>
      {ordersCountUntil === null ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t('customer.campaigns.counts', { day: format.day(ordersCountUntil) })}
        </Text>
      )}
    </BlockStack>
  );
}

/** What comes next and when, or why it waits. */
function Next({ enrolment: { next, onItsWay } }: { enrolment: Current }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useCampaignReason();
  if (onItsWay) return t('customer.campaigns.onItsWay');
  if (next === null) return t('customer.campaigns.nothingAhead');
  const number = format.number(next.step + 1);
  return next.waitsFor === null
    ? t('customer.campaigns.next', { number, moment: format.instant(next.at) })
    : t('customer.campaigns.waits', { number, reason: reasonText(next.waitsFor) });
}

function OpenOffer({ offer }: { offer: GivenCode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useCodeWords(offer);
  const { code } = offer;
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => shopify.toast.show(t('customer.campaigns.copied')),
      () => shopify.toast.show(t('customer.campaigns.notCopied'), { isError: true }),
    );
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {t('customer.campaigns.offer')}
      </Text>
      <InlineStack gap="200" blockAlign="center">
        <code className="breakable">{code}</code>
        <Button
          size="slim"
          icon={ClipboardIcon}
          accessibilityLabel={t('customer.campaigns.copyNamed', { code })}
          onClick={() => void copy()}
        >
          {t('customer.campaigns.copy')}
        </Button>
      </InlineStack>
      <Text as="p">
        {t('customer.campaigns.until', { offer: words, moment: format.instant(offer.endsAt) })}
      </Text>
    </BlockStack>
  );
}
