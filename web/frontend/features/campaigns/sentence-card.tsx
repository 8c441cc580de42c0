import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** The campaign restated in words, read out when it has changed. */
export function SentenceCard({ sentence }: { sentence: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          {t('campaign.sentence.title')}
        </Text>
        <div aria-live="polite" className="breakable">
          <Text as="p">{sentence.join(' ')}</Text>
        </div>
      </BlockStack>
    </Card>
  );
}
