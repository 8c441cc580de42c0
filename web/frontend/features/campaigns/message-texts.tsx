import { BlockStack, Button, Checkbox, InlineStack, Text, TextField } from '@shopify/polaris';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  type Language,
  languageSchema,
  type MessageTexts as Texts,
} from '../../../contract/campaign-terms.ts';
import { mailPreviewPath, mailPreviewResponseSchema } from '../../../contract/campaigns.ts';
import { sendJson } from '../../shared/request.ts';
import { everyArmOffers, withStep } from './edit-terms.ts';
import { MERGE_FIELDS, OFFER_FIELDS, TEXT_LENGTHS, TEXT_PARTS } from './terms-ranges.ts';
import type { TermsForm } from './use-terms-form.ts';

type Props = { form: TermsForm; at: number };

/** The words of one message, per language ours or the merchant's own. */
export function MessageTexts(props: Props) {
  const { t } = useTranslation();
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t('campaign.what.ownHelp')}
      </Text>
      {languageSchema.options.map((language) => (
        <LanguageTexts key={language} {...props} language={language} />
      ))}
    </BlockStack>
  );
}

const NO_WORDS: Texts = { subject: '', heading: '', body: '', button: '' };

/** The words we ship for this message, to start own ones from; empty where they cannot be had now. */
function useShippedWords({ form, at }: Props) {
  const client = useQueryClient();
  return (language: Language): Promise<Texts> =>
    client
      .fetchQuery({
        queryKey: ['campaign-words', form.terms, at, language],
        queryFn: () =>
          sendJson(mailPreviewResponseSchema, mailPreviewPath, {
            method: 'POST',
            body: { terms: form.terms, step: at, arm: 0, language },
          }),
      })
      .then(
        ({ words }) => words ?? NO_WORDS,
        () => NO_WORDS,
      );
}

function LanguageTexts({ form, at, language }: Props & { language: Language }) {
  const { t } = useTranslation();
  const shipped = useShippedWords({ form, at });
  const { terms, set, errorAt } = form;
  const texts = terms.steps[at]?.texts ?? {};
  const own = texts[language];
  const name = t(`campaign.language.${language}`);
  const turn = async (on: boolean) => {
    const words = on ? await shipped(language) : null;
    set((now) => {
      const { [language]: _, ...others } = now.steps[at]?.texts ?? {};
      return withStep(now, at, { texts: words === null ? others : { ...others, [language]: words } });
    });
  };
  const change = (part: Partial<Texts>) =>
    set(withStep(terms, at, { texts: { ...texts, [language]: { ...NO_WORDS, ...own, ...part } } }));
  return (
    <fieldset className="plain-fieldset" aria-label={t('campaign.what.texts', { language: name })}>
      <BlockStack gap="300">
        <Checkbox
          label={t('campaign.what.own', { language: name })}
          checked={own !== undefined}
          onChange={(on) => void turn(on)}
        />
        {own === undefined
          ? null
          : TEXT_PARTS.map((part) => {
              const error = errorAt(`steps.${at}.texts.${language}.${part}`);
              return (
                <TextField
                  key={part}
                  label={t(`campaign.what.part.${part}`)}
                  autoComplete="off"
                  maxLength={TEXT_LENGTHS[part]}
                  value={own[part]}
                  onChange={(text) => change({ [part]: text })}
                  {...(part === 'body' ? { multiline: 5 } : {})}
                  {...(error ? { error } : {})}
                />
              );
            })}
        {own === undefined ? null : (
          <MergeFields
            hasOffer={everyArmOffers(terms, at)}
            add={(field) => change({ body: `${own.body}${field}` })}
          />
        )}
      </BlockStack>
    </fieldset>
  );
}

/** What a text may fill in; choosing one puts it at the end of the text. */
function MergeFields({ hasOffer, add }: { hasOffer: boolean; add: (field: string) => void }) {
  const { t } = useTranslation();
  const fields = MERGE_FIELDS.filter((field) => hasOffer || !OFFER_FIELDS.includes(field));
  return (
    <BlockStack gap="200">
      <Text as="h4" variant="bodySm" fontWeight="semibold">
        {t('campaign.what.fields')}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {t('campaign.what.fieldsHelp')}
      </Text>
      <InlineStack gap="200">
        {fields.map((field) => (
          <Button key={field} size="slim" onClick={() => add(`{{${field}}}`)}>
            {t(`campaign.what.field.${field}`)}
          </Button>
        ))}
      </InlineStack>
    </BlockStack>
  );
}
