import { BlockStack, Button, ButtonGroup, Card, InlineStack, Select, Spinner, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageSchema } from '../../../contract/campaign-terms.ts';
import type { MailPreviewResponse } from '../../../contract/campaigns.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocale } from '../../shared/locale.ts';
import { Problem } from '../../shared/problem.tsx';
import { type MailWidth, MailWindow } from './mail-window.tsx';
import { type Look, useMailPreview } from './terms-requests.ts';
import { TestSend } from './test-send.tsx';
import { issuesIn, type TermsForm } from './use-terms-form.ts';

const WIDTHS: readonly MailWidth[] = ['desktop', 'phone'];

/** The mail and the storefront banner as a customer gets them, in each language and at two widths. */
export function PreviewCard({ form }: { form: TermsForm }) {
  const { t } = useTranslation();
  const { look, setLook } = useLook(form);
  const [width, setWidth] = useState<MailWidth>('desktop');
  const preview = useMailPreview(form.terms, look, form.valid);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('campaign.preview.title')}
        </Text>
        <Which form={form} look={look} setLook={setLook} />
        <ButtonGroup variant="segmented">
          {languageSchema.options.map((language) => (
            <Button
              key={language}
              pressed={look.language === language}
              onClick={() => setLook({ ...look, language })}
            >
              {t(`campaign.language.${language}`)}
            </Button>
          ))}
        </ButtonGroup>
        <ButtonGroup variant="segmented">
          {WIDTHS.map((each) => (
            <Button key={each} pressed={width === each} onClick={() => setWidth(each)}>
              {t(`campaign.preview.${each}`)}
            </Button>
          ))}
        </ButtonGroup>
        {!form.valid || issuesIn(preview.error).length > 0 ? (
          <Text as="p">{t('campaign.preview.broken')}</Text>
        ) : preview.error ? (
          <Problem error={preview.error} onRetry={() => preview.refetch()} />
        ) : preview.data ? (
          <Pictures preview={preview.data} width={width} />
        ) : (
          <InlineStack gap="200" blockAlign="center">
            <Spinner size="small" accessibilityLabel={t('campaign.preview.loading')} />
            <Text as="p">{t('campaign.preview.loading')}</Text>
          </InlineStack>
        )}
        <TestSend form={form} look={look} />
      </BlockStack>
    </Card>
  );
}

/** Which mail is looked at; a message or arm that has been removed falls back to the first. */
function useLook({ terms }: TermsForm) {
  const { language } = useLocale();
  const [wanted, setLook] = useState<Look>({ step: 0, arm: 0, language });
  const look = {
    ...wanted,
    step: wanted.step < terms.steps.length ? wanted.step : 0,
    arm: wanted.arm < terms.arms.length ? wanted.arm : 0,
  };
  return { look, setLook };
}

type WhichProps = { form: TermsForm; look: Look; setLook: (look: Look) => void };

function Which({ form: { terms }, look, setLook }: WhichProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {terms.steps.length > 1 ? (
        <Select
          label={t('campaign.preview.message')}
          value={String(look.step)}
          onChange={(step) => setLook({ ...look, step: Number(step) })}
          options={terms.steps.map((step, at) => ({
            value: String(at),
            label: t('campaign.what.message', {
              number: format.number(at + 1),
              day: format.number(Math.max(0, step.afterDays)),
            }),
          }))}
        />
      ) : null}
      {terms.arms.length > 1 ? (
        <Select
          label={t('campaign.preview.arm')}
          value={String(look.arm)}
          onChange={(arm) => setLook({ ...look, arm: Number(arm) })}
          options={terms.arms.map(({ name }, at) => ({ value: String(at), label: name }))}
        />
      ) : null}
    </>
  );
}

function Pictures({ preview, width }: { preview: MailPreviewResponse; width: MailWidth }) {
  const { t } = useTranslation();
  const { subject, html, banner } = preview;
  return (
    <>
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t('campaign.preview.mail')}
        </Text>
        <Text as="p" breakWord>
          {t('campaign.preview.subject', { subject })}
        </Text>
        <MailWindow html={html} title={t('campaign.preview.mailTitle', { subject })} width={width} />
      </BlockStack>
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t('campaign.preview.banner')}
        </Text>
        <div className={width === 'phone' ? 'shop-banner shop-banner-phone' : 'shop-banner'}>{banner}</div>
      </BlockStack>
    </>
  );
}
