import { BlockStack, Box, Checkbox, InlineError, Select, Text } from '@shopify/polaris';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferTerms } from '../../../contract/campaign-terms.ts';
import { useFormat } from '../../shared/format.ts';
import { FIRST_OFFER, withOffer, withStep } from './edit-terms.ts';
import { MessageTexts } from './message-texts.tsx';
import { OfferEditor } from './offer-editor.tsx';
import { isService, TEMPLATES } from './terms-ranges.ts';
import type { TermsForm } from './use-terms-form.ts';

/** One message: its words and, for each arm, the offer it carries. */
export function MessageCard({ form, at }: { form: TermsForm; at: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { terms, set } = form;
  const step = terms.steps[at];
  if (!step) return null;
  const fitting = TEMPLATES[terms.kind];
  const templates = fitting.includes(step.template) ? fitting : [...fitting, step.template];
  // One that stands where none may is shown, so that it can be taken off.
  const offering = terms.arms
    .map((arm, index) => ({ arm, index }))
    .filter(({ arm }) => !isService(terms.kind) || (arm.offers[at] ?? null) !== null);
  const templateError = form.errorAt(`steps.${at}.template`);
  return (
    <Box borderColor="border" borderWidth="025" borderRadius="200" padding={{ xs: '300', sm: '400' }}>
      <BlockStack gap="400">
        <Text as="h3" variant="headingSm">
          {t('campaign.what.message', {
            number: format.number(at + 1),
            day: format.number(Math.max(0, step.afterDays)),
          })}
        </Text>
        <Select
          label={t('campaign.what.template')}
          value={step.template}
          onChange={(chosen) => {
            const template = templates.find((each) => each === chosen);
            if (template) set(withStep(terms, at, { template }));
          }}
          options={templates.map((value) => ({ value, label: t(`campaign.what.templates.${value}`) }))}
          {...(templateError ? { error: templateError } : {})}
        />
        <MessageTexts form={form} at={at} />
        {offering.map(({ arm, index }) => (
          <ArmOffer
            key={index}
            form={form}
            place={{ arm: index, step: at }}
            title={terms.arms.length > 1 ? t('offer.of', { arm: arm.name }) : t('offer.title')}
          />
        ))}
      </BlockStack>
    </Box>
  );
}

type ArmOfferProps = { form: TermsForm; place: { arm: number; step: number }; title: string };

function ArmOffer({ form, place, title }: ArmOfferProps) {
  const { t } = useTranslation();
  const id = useId();
  const path = `arms.${place.arm}.offers.${place.step}`;
  const offer = form.terms.arms[place.arm]?.offers[place.step] ?? null;
  const error = form.errorAt(path);
  const change = (next: OfferTerms | null) => form.set(withOffer(form.terms, place, next));
  return (
    <fieldset className="plain-fieldset" aria-label={title}>
      <BlockStack gap="300">
        <Text as="h4" variant="headingSm">
          {title}
        </Text>
        <Checkbox
          id={id}
          label={t('offer.has')}
          checked={offer !== null}
          onChange={(on) => change(on ? FIRST_OFFER : null)}
        />
        {error ? <InlineError message={error} fieldID={id} /> : null}
        {offer === null ? null : <OfferEditor form={form} path={path} offer={offer} change={change} />}
      </BlockStack>
    </fieldset>
  );
}
