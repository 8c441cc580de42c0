import { BlockStack, Card, Checkbox, FormLayout, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { prefixMaxLength, tagMaxLength } from '../../../contract/rules.ts';
import { type Mark, markSchema, type Stage, stageSchema } from '../../../contract/vocabulary.ts';
import { useFormat } from '../../shared/format.ts';
import type { RulesFormState } from './use-rules-form.ts';

/** Which tags we put on customers in Shopify, and their names. */
export function TagsSection({ state }: { state: RulesFormState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { form, set } = state;
  const prefixError = state.errorAt('tags.prefix');
  return (
    <Card>
      <BlockStack gap="400">
        <Checkbox
          label={t('settings.tags.enabled')}
          helpText={t('settings.tags.enabledHelp')}
          checked={form.tagsEnabled}
          onChange={(tagsEnabled) => set({ tagsEnabled })}
        />
        <FormLayout>
          <TextField
            label={t('settings.tags.prefix')}
            helpText={t('settings.tags.prefixHelp', { max: format.number(prefixMaxLength) })}
            autoComplete="off"
            value={form.prefix}
            onChange={(prefix) => set({ prefix })}
            {...(prefixError ? { error: prefixError } : {})}
          />
          <FormLayout.Group title={t('settings.tags.stages')}>
            {stageSchema.options.map((stage) => (
              <StageTag key={stage} stage={stage} state={state} />
            ))}
          </FormLayout.Group>
        </FormLayout>
        <BlockStack gap="300">
          <Text as="h3" variant="headingSm">
            {t('settings.tags.marks')}
          </Text>
          {markSchema.options.map((mark) => (
            <MarkTag key={mark} mark={mark} state={state} />
          ))}
        </BlockStack>
        <Text as="p" tone="subdued">
          {t('settings.tags.limits', { max: format.number(tagMaxLength) })}
        </Text>
      </BlockStack>
    </Card>
  );
}

function StageTag({ stage, state }: { stage: Stage; state: RulesFormState }) {
  const { t } = useTranslation();
  const { form, set } = state;
  const error = state.errorAt(`tags.stages.${stage}`);
  return (
    <TextField
      label={t(`stage.${stage}`)}
      autoComplete="off"
      value={form.stageTags[stage]}
      onChange={(name) => set({ stageTags: { ...form.stageTags, [stage]: name } })}
      {...(form.prefix ? { prefix: form.prefix } : {})}
      {...(error ? { error } : {})}
    />
  );
}

function MarkTag({ mark, state }: { mark: Mark; state: RulesFormState }) {
  const { t } = useTranslation();
  const { form, set } = state;
  const tag = form.markTags[mark];
  const change = (next: Partial<typeof tag>) =>
    set({ markTags: { ...form.markTags, [mark]: { ...tag, ...next } } });
  const error = state.errorAt(`tags.marks.${mark}`);
  return (
    <BlockStack gap="100">
      <Checkbox
        label={t(`mark.${mark}`)}
        helpText={t(`markWhy.${mark}`)}
        checked={tag.on}
        onChange={(on) => change({ on })}
      />
      {tag.on ? (
        <TextField
          label={t('settings.tags.markName', { mark: t(`mark.${mark}`) })}
          labelHidden
          autoComplete="off"
          value={tag.name}
          onChange={(name) => change({ name })}
          {...(form.prefix ? { prefix: form.prefix } : {})}
          {...(error ? { error } : {})}
        />
      ) : null}
    </BlockStack>
  );
}
