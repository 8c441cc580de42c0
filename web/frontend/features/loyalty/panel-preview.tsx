import { BlockStack, Button, ButtonGroup, Card, SkeletonBodyText, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, useLocale } from '../../shared/locale.ts';
import { panelVoice, usePanelTexts } from './panel-words.ts';
import { ShopperPanel } from './shopper-panel.tsx';
import type { ProgramForm } from './use-program-form.ts';

/** The shopper's panel at phone width, as typed, in each language. */
export function PanelPreview({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { language: own } = useLocale();
  const [language, setLanguage] = useState(own);
  const texts = usePanelTexts(language);
  const { terms, currency, program } = form;
  return (
    <section aria-label={t('loyalty.panel.title')}>
      <Card>
        <BlockStack gap="400">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {t('loyalty.panel.title')}
            </Text>
            <Text as="p" tone="subdued">
              {t('loyalty.panel.body')}
            </Text>
          </BlockStack>
          <ButtonGroup variant="segmented">
            {LANGUAGES.map((each) => (
              <Button key={each} pressed={language === each} onClick={() => setLanguage(each)}>
                {t(`campaign.language.${each}`)}
              </Button>
            ))}
          </ButtonGroup>
          {texts.data ? (
            <ShopperPanel
              terms={terms}
              language={language}
              voice={panelVoice(texts.data, {
                language,
                currency,
                timeZone: program.timeZone,
                ownName: terms.pointsName[language].trim(),
              })}
            />
          ) : (
            <SkeletonBodyText lines={8} />
          )}
        </BlockStack>
      </Card>
    </section>
  );
}
