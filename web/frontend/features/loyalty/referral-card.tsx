import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MemberResponse } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';
import { Figure } from './figure.tsx';

/** Friends who came by this member's link. */
export function ReferralCard({ referral }: { referral: MemberResponse['referral'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('loyalty.invited.title')}
        </Text>
        {referral.code === null ? (
          <Text as="p" tone="subdued">
            {t('loyalty.invited.none')}
          </Text>
        ) : (
          <>
            <Text as="p" breakWord>
              {t('loyalty.invited.code', { code: referral.code })}
            </Text>
            <dl className="figures">
              <Figure name={t('loyalty.invited.held')} value={format.number(referral.held)} />
              <Figure name={t('loyalty.invited.paid')} value={format.number(referral.paid)} />
              <Figure name={t('loyalty.invited.refused')} value={format.number(referral.refused)} />
            </dl>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
