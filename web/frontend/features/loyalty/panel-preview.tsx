import { BlockStack, Button, ButtonGroup, Card, Checkbox, SkeletonBodyText, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, useLocale } from '../../shared/locale.ts';
import { hasGrace } from './panel-level.tsx';
import { panelVoice, usePanelTexts } from './panel-words.ts';
import { ShopperPanel } from './shopper-panel.tsx';
import type { ProgramForm } from './use-program-form.ts';

/** The shopper's panel at phone width, as typed, in each language. */
export function PanelPreview({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { language: own } = useLocale();
  const [language, setLanguage] = useState(own);
  const [grace, setGrace] = useState(false);
  const texts = usePanelTexts(language);
  const { terms, currency, program } = form;
  const canBeInGrace = hasGrace(terms.tiers);
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
          {canBeInGrace ? (
            <Checkbox label={t('loyalty.panel.grace')} checked={grace} onChange={setGrace} />
          ) : null}
          {texts.data ? (
            <ShopperPanel
              terms={terms}
              language={language}
              inGrace={canBeInGrace && grace}
              timeZone={program.timeZone}
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
