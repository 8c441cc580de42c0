import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Page,
  SkeletonBodyText,
  SkeletonPage,
} from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { SettingsResponse } from '../../contract/settings.ts';
import { ExclusionsSection } from '../features/settings/exclusions-section.tsx';
import { LapseSection } from '../features/settings/lapse-section.tsx';
import { OrdersSection } from '../features/settings/orders-section.tsx';
import { PreviewCard } from '../features/settings/preview-card.tsx';
import { PrivacySection } from '../features/settings/privacy-section.tsx';
import { RemoveTagsSection } from '../features/settings/remove-tags-section.tsx';
import { Section } from '../features/settings/section.tsx';
import { usePreview, useSaveSettings, useSettings } from '../features/settings/settings-requests.ts';
import { TagsSection } from '../features/settings/tags-section.tsx';
import { useRulesForm } from '../features/settings/use-rules-form.ts';
import { VipSection } from '../features/settings/vip-section.tsx';
import { onceReloaded, type Reload } from '../shared/once-reloaded.ts';
import { Problem } from '../shared/problem.tsx';
import { SaveBar } from '../shared/save-bar.tsx';
import { useScrollToHash } from '../shared/scroll-to-hash.ts';
import { ChannelSettings } from './settings-channels.tsx';

/** "By which rules are my customers sorted?" Every change is shown before it is saved. */
export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useSettings();
  if (settings.isPending) return <SkeletonPage>{<SkeletonBodyText lines={8} />}</SkeletonPage>;
  return (
    <>
      <ui-title-bar title={t('nav.settings')} />
      <Page title={t('nav.settings')} subtitle={t('settings.subtitle')}>
        <BlockStack gap="800">
          {settings.error ? <Problem error={settings.error} onRetry={() => settings.refetch()} /> : null}
          {settings.data ? <RulesEditor settings={settings.data} reload={settings.refetch} /> : null}
          <ChannelSettings />
          <Section id="health" title={t('health.title')} description={t('health.subtitle')}>
            <Card>
              <InlineStack>
                <Button url="/settings/health">{t('health.look')}</Button>
              </InlineStack>
            </Card>
          </Section>
          <Section id="privacy" title={t('settings.privacy.title')} description={t('settings.privacy.body')}>
            <PrivacySection />
          </Section>
        </BlockStack>
      </Page>
    </>
  );
}

function RulesEditor({ settings, reload }: { settings: SettingsResponse; reload: Reload }) {
  const { t } = useTranslation();
  useScrollToHash();
  const save = useSaveSettings();
  const form = useRulesForm(settings, save.error);
  // What the server refused is said until the merchant types again.
  const set: typeof form.set = (change) => {
    if (save.error) save.reset();
    form.set(change);
  };
  const state = { ...form, set };
  const preview = usePreview(state.dirty && state.valid ? state.rules : null);
  const previewed = state.dirty && state.valid && !preview.isPlaceholderData ? preview.data : undefined;
  const thresholds = previewed?.thresholds ?? settings.thresholds;
  const section = { settings, state, thresholds };
  const onSave = () =>
    save.mutate(
      { rules: state.rules, version: settings.version },
      {
        onSuccess: () => {
          state.saved(state.form);
          shopify.toast.show(t('settings.saved'));
        },
      },
    );
  return (
    <>
      <SaveBar
        id="rules-save-bar"
        open={state.dirty}
        saving={save.isPending}
        canSave={state.valid}
        onSave={onSave}
        onDiscard={() => {
          save.reset();
          state.reset();
        }}
      />
      {save.error ? <Problem error={save.error} onRetry={() => onceReloaded(reload, save.reset)} /> : null}
      {settings.recomputing ? (
        <Banner tone="info" title={t('settings.recomputing.title')}>
          <p>{t('settings.recomputing.body')}</p>
        </Banner>
      ) : null}
      <BlockStack gap="800">
        <Section title={t('settings.lapse.title')} description={t('settings.lapse.body')}>
          <LapseSection {...section} />
        </Section>
        <Section title={t('settings.vip.title')} description={t('settings.vip.body')}>
          <VipSection {...section} />
        </Section>
        <Section title={t('settings.orders.title')} description={t('settings.orders.body')}>
          <OrdersSection state={state} />
        </Section>
        <Section id="tags" title={t('settings.tags.title')} description={t('settings.tags.body')}>
          <TagsSection state={state} />
        </Section>
        <Section title={t('settings.exclusions.title')} description={t('settings.exclusions.body')}>
          <ExclusionsSection state={state} />
        </Section>
        <Section title={t('settings.removeTags.title')} description={t('settings.removeTags.body')}>
          <RemoveTagsSection taggedCustomers={settings.taggedCustomers} />
        </Section>
      </BlockStack>
      {state.dirty ? <PreviewCard preview={preview} valid={state.valid} /> : null}
    </>
  );
}
