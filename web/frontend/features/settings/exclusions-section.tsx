import { BlockStack, Button, Card, InlineStack, Tag, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RulesFormState } from './use-rules-form.ts';

/** Customers with one of these Shopify tags are left out of scoring and tagging. */
export function ExclusionsSection({ state }: { state: RulesFormState }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const tags = state.form.excludedTags;
  const tag = typed.trim();
  const known = tags.some((other) => other.toLowerCase() === tag.toLowerCase());
  const add = () => {
    if (tag === '' || known) return;
    state.set({ excludedTags: [...tags, tag] });
    setTyped('');
  };
  const firstError =
    tags.map((_, at) => state.errorAt(`excludedTags.${at}`)).find((error) => error !== undefined) ??
    state.errorAt('excludedTags');
  return (
    <Card>
      <BlockStack gap="300">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextField
            label={t('settings.exclusions.label')}
            helpText={t('settings.exclusions.help')}
            autoComplete="off"
            value={typed}
            onChange={setTyped}
            connectedRight={
              <Button submit disabled={tag === '' || known}>
                {t('settings.exclusions.add')}
              </Button>
            }
            {...(firstError ? { error: firstError } : {})}
          />
        </form>
        {tags.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('settings.exclusions.none')}
          </Text>
        ) : (
          <InlineStack gap="200">
            {tags.map((excluded) => (
              <Tag
                key={excluded}
                onRemove={() => state.set({ excludedTags: tags.filter((other) => other !== excluded) })}
              >
                {excluded}
              </Tag>
            ))}
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
