import { BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';
import { DeleteIcon, PlusIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { addArm, removeArm, renameArm } from './edit-terms.ts';
import { MessageCard } from './message-card.tsx';
import { ARM_NAME_LENGTH, isService, TERMS_RANGES } from './terms-ranges.ts';
import type { TermsForm } from './use-terms-form.ts';

/** What each message says and gives, and offers tried against one another. */
export function WhatSection({ form }: { form: TermsForm }) {
  const { t } = useTranslation();
  return (
    <EditorSection id="what" title={t('campaign.what.title')} body={t('campaign.what.body')}>
      {form.terms.steps.map((_, at) => (
        // Messages have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <MessageCard key={at} form={form} at={at} />
      ))}
      {isService(form.terms.kind) && form.terms.arms.length === 1 ? null : <Arms form={form} />}
    </EditorSection>
  );
}

function Arms({ form }: { form: TermsForm }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { terms, set } = form;
  const name = t('campaign.what.newArm', { number: format.number(terms.arms.length + 1) });
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {t('campaign.what.arms')}
        </Text>
        <Text as="p" tone="subdued">
          {t('campaign.what.armsHelp')}
        </Text>
      </BlockStack>
      {terms.arms.length > 1
        ? terms.arms.map((_, at) => (
            // Arms have no identity but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <ArmName key={at} form={form} at={at} />
          ))
        : null}
      <InlineStack>
        <Button
          icon={PlusIcon}
          disabled={terms.arms.length >= TERMS_RANGES.arms.max}
          onClick={() => set(addArm(terms, name))}
        >
          {t('campaign.what.addArm')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function ArmName({ form: { terms, set, errorAt }, at }: { form: TermsForm; at: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = terms.arms[at]?.name ?? '';
  const error = errorAt(`arms.${at}.name`);
  return (
    <TextField
      label={t('campaign.what.armName', { number: format.number(at + 1) })}
      autoComplete="off"
      maxLength={ARM_NAME_LENGTH}
      value={name}
      onChange={(next) => set(renameArm(terms, at, next))}
      connectedRight={
        <Button
          icon={DeleteIcon}
          accessibilityLabel={t('campaign.what.removeArm', { arm: name })}
          onClick={() => set(removeArm(terms, at))}
        />
      }
      {...(error ? { error } : {})}
    />
  );
}
