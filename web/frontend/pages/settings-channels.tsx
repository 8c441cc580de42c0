import { BlockStack, Card, SkeletonBodyText } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ChannelsResponse } from '../../contract/channels.ts';
import { BlackoutsSection } from '../features/channels/blackouts-section.tsx';
import { useChannels, useSaveSending } from '../features/channels/channel-requests.ts';
import { EmailSection } from '../features/channels/email-section.tsx';
import { PauseSection } from '../features/channels/pause-section.tsx';
import { ComparisonSection, MarginSection, SendingSection } from '../features/channels/sending-sections.tsx';
import { useSendingForm } from '../features/channels/use-sending-form.ts';
import { WebhookSection } from '../features/channels/webhook-section.tsx';
import '../features/channels/channels.css';
import { Section } from '../features/settings/section.tsx';
import { onceReloaded, type Reload } from '../shared/once-reloaded.ts';
import { Problem } from '../shared/problem.tsx';
import { SaveBar } from '../shared/save-bar.tsx';
import { useScrollToHash } from '../shared/scroll-to-hash.ts';

/** The part of Settings on campaigns: how messages leave, when, to whom not, and what goods cost. */
export function ChannelSettings() {
  const channels = useChannels();
  if (channels.data) return <Loaded channels={channels.data} reload={channels.refetch} />;
  if (channels.error) return <Problem error={channels.error} onRetry={() => channels.refetch()} />;
  return (
    <Card>
      <SkeletonBodyText lines={6} />
    </Card>
  );
}

function Loaded({ channels, reload }: { channels: ChannelsResponse; reload: Reload }) {
  const { t } = useTranslation();
  useScrollToHash();
  const words = (part: 'email' | 'webhook' | 'sending' | 'blackouts' | 'comparison' | 'cost' | 'pause') => ({
    id: part,
    title: t(`channels.section.${part}.title`),
    description: t(`channels.section.${part}.body`),
  });
  return (
    <BlockStack gap="800">
      <Section {...words('email')}>
        <EmailSection channels={channels} />
      </Section>
      <Section {...words('webhook')}>
        <WebhookSection webhook={channels.webhook} />
      </Section>
      <SendingEditor channels={channels} reload={reload} words={words} />
      <Section {...words('pause')}>
        <PauseSection paused={channels.settings.pausedEverything} />
      </Section>
    </BlockStack>
  );
}

type Words = (part: 'sending' | 'blackouts' | 'comparison' | 'cost') => {
  id: string;
  title: string;
  description: string;
};
type EditorProps = { channels: ChannelsResponse; reload: Reload; words: Words };

function SendingEditor({ channels, reload, words }: EditorProps) {
  const { t } = useTranslation();
  const save = useSaveSending();
  const form = useSendingForm(channels.settings, save.error);
  // What the server refused is said until the merchant types again.
  const set: typeof form.set = (change) => {
    if (save.error) save.reset();
    form.set(change);
  };
  const state = { ...form, set };
  const discard = () => {
    save.reset();
    form.reset();
  };
  const onSave = () =>
    save.mutate(
      { settings: form.settings, version: channels.version },
      {
        onSuccess: () => {
          form.saved(form.form);
          shopify.toast.show(t('settings.saved'));
        },
      },
    );
  return (
    <>
      {/* Only while it is needed: a page has one question on leaving, and the rules above ask theirs. */}
      {form.dirty ? (
        <SaveBar
          id="sending-save-bar"
          open
          saving={save.isPending}
          canSave={form.valid}
          onSave={onSave}
          onDiscard={discard}
        />
      ) : null}
      {save.error ? <Problem error={save.error} onRetry={() => onceReloaded(reload, save.reset)} /> : null}
      <Section {...words('sending')}>
        <SendingSection state={state} />
      </Section>
      <Section {...words('blackouts')}>
        <BlackoutsSection state={state} />
      </Section>
      <Section {...words('comparison')}>
        <ComparisonSection state={state} />
      </Section>
      <Section {...words('cost')}>
        <MarginSection state={state} />
      </Section>
    </>
  );
}
