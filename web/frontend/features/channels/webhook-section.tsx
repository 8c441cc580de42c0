import { Banner, BlockStack, Button, Card, InlineStack, Modal, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChannelsResponse, webhookSettingsSchema } from '../../../contract/channels.ts';
import { Problem } from '../../shared/problem.tsx';
import { useRemoveWebhook, useSaveWebhook } from './channel-requests.ts';
import { SignatureHelp } from './signature-help.tsx';

/** Messages to another service of the merchant: where, and the secret that proves they are ours, shown once. */
export function WebhookSection({ webhook }: { webhook: ChannelsResponse['webhook'] }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const save = useSaveWebhook();
  const url = (typed ?? webhook?.settings.url ?? '').trim();
  const valid = webhookSettingsSchema.safeParse({ url }).success;
  const dirty = url !== (webhook?.settings.url ?? '');
  // The first address makes the first secret; later ones are asked for.
  const put = (newSecret: boolean) => {
    const sent = typed;
    save.mutate(
      { settings: { url }, newSecret },
      {
        onSuccess: () => {
          setTyped((now) => (now === sent ? null : now));
          shopify.toast.show(t('settings.saved'));
        },
      },
    );
  };
  const secret = save.data?.webhook?.secret ?? null;
  return (
    <Card>
      <BlockStack gap="400">
        {save.error ? <Problem error={save.error} onRetry={() => put(webhook === null)} /> : null}
        <TextField
          label={t('channels.webhook.url')}
          helpText={t('channels.webhook.urlHelp')}
          type="url"
          autoComplete="off"
          value={typed ?? webhook?.settings.url ?? ''}
          onChange={setTyped}
          {...(dirty && url !== '' && !valid ? { error: t('channels.webhook.badUrl') } : {})}
        />
        <InlineStack gap="200">
          <Button
            variant="primary"
            disabled={!dirty || !valid}
            loading={save.isPending}
            onClick={() => put(webhook === null)}
          >
            {t('channels.webhook.save')}
          </Button>
          {webhook === null ? null : <SecretAndRemoval put={put} busy={save.isPending} />}
        </InlineStack>
        {secret === null ? null : <SecretOnce secret={secret} />}
        <SignatureHelp />
      </BlockStack>
    </Card>
  );
}

function SecretOnce({ secret }: { secret: string }) {
  const { t } = useTranslation();
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => shopify.toast.show(t('channels.webhook.copied')),
      () => shopify.toast.show(t('channels.webhook.notCopied'), { isError: true }),
    );
  return (
    <Banner
      tone="warning"
      title={t('channels.webhook.secretTitle')}
      action={{ content: t('channels.webhook.copy'), onAction: () => void copy() }}
    >
      <BlockStack gap="200">
        <Text as="p">{t('channels.webhook.secretBody')}</Text>
        <code className="secret">{secret}</code>
      </BlockStack>
    </Banner>
  );
}

/** Both break what the other service does until it is changed there too, so they ask. */
function SecretAndRemoval({ put, busy }: { put: (newSecret: boolean) => void; busy: boolean }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'secret' | 'remove' | null>(null);
  const [asked, setAsked] = useState<'secret' | 'remove'>('secret');
  const remove = useRemoveWebhook();
  const ask = (what: 'secret' | 'remove') => {
    setAsked(what);
    setAsking(what);
  };
  const close = () => setAsking(null);
  const go = () => {
    if (asked === 'remove') return remove.mutate(undefined, { onSuccess: close });
    put(true);
    close();
  };
  return (
    <>
      <Button disabled={busy} onClick={() => ask('secret')}>
        {t('channels.webhook.newSecret')}
      </Button>
      <Button tone="critical" disabled={busy} onClick={() => ask('remove')}>
        {t('channels.webhook.remove')}
      </Button>
      <Modal
        open={asking !== null}
        onClose={close}
        title={t(`channels.webhook.ask.${asked}.title`)}
        primaryAction={{
          content: t(asked === 'secret' ? 'channels.webhook.newSecret' : 'channels.webhook.remove'),
          destructive: true,
          loading: remove.isPending,
          onAction: go,
        }}
        secondaryActions={[{ content: t('settings.cancel'), onAction: close }]}
      >
        <Modal.Section>
          <BlockStack gap="300">
            {remove.error ? <Problem error={remove.error} onRetry={go} /> : null}
            <Text as="p">{t(`channels.webhook.ask.${asked}.body`)}</Text>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </>
  );
}
