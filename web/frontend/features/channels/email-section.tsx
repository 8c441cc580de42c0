import { BlockStack, Button, ButtonGroup, Card, Text } from '@shopify/polaris';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelsResponse } from '../../../contract/channels.ts';
import { Problem } from '../../shared/problem.tsx';
import { RequestError } from '../../shared/request.ts';
import { useCheckEmail, useSaveEmail } from './channel-requests.ts';
import { EmailCheckResult } from './email-check.tsx';
import { EmailFields } from './email-fields.tsx';
import {
  checkEmail,
  type EmailField,
  type EmailForm,
  fieldOf,
  toEmailForm,
  toEmailSettings,
} from './email-form.ts';

/** The merchant's own mail server: its settings, whether it answers, and what the sender's domain says. */
export function EmailSection({ channels }: { channels: ChannelsResponse }) {
  const { t } = useTranslation();
  const form = useEmailForm(channels.email);
  const save = useSaveEmail();
  const check = useCheckEmail();
  const refused = save.error instanceof RequestError ? save.error.issues : [];
  const wrong = form.tried ? form.wrong : new Set<EmailField>();
  const bad = new Set([...wrong, ...refused.flatMap(({ field }) => fieldOf(field) ?? [])]);
  const onSave = () => {
    form.setTried(true);
    if (form.wrong.size > 0) return;
    const { password, returnPassword } = form.values;
    const body = {
      settings: toEmailSettings(form.values),
      ...(password === '' ? {} : { password }),
      ...(returnPassword === '' ? {} : { returnPassword }),
    };
    save.mutate(body, {
      onSuccess: () => {
        form.saved(form.values);
        shopify.toast.show(t('settings.saved'));
      },
    });
  };
  return (
    <Card>
      <BlockStack gap="400">
        {save.error ? <Problem error={save.error} onRetry={onSave} /> : null}
        <EmailFields
          form={form.values}
          set={(change) => {
            if (save.error) save.reset();
            form.set(change);
          }}
          errorAt={(field) => (bad.has(field) ? t(`channels.email.wrong.${field}`) : undefined)}
          kept={{
            password: channels.email?.passwordSet ?? false,
            returnPassword: (channels.email?.settings.returnMailbox ?? null) !== null,
          }}
        />
        <ButtonGroup>
          <Button variant="primary" disabled={!form.dirty} loading={save.isPending} onClick={onSave}>
            {t('channels.email.save')}
          </Button>
          <Button
            disabled={channels.email === null || form.dirty}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            {t('channels.email.check')}
          </Button>
        </ButtonGroup>
        <Text as="p" variant="bodySm" tone="subdued">
          {t('channels.email.checkHelp')}
        </Text>
        {check.error ? <Problem error={check.error} onRetry={() => check.mutate()} /> : null}
        <EmailCheckResult channels={channels} />
      </BlockStack>
    </Card>
  );
}

function useEmailForm(email: ChannelsResponse['email']) {
  const base = useMemo(() => toEmailForm(email), [email]);
  const [edits, setEdits] = useState<EmailForm | null>(null);
  const [tried, setTried] = useState(false);
  const values = edits ?? base;
  const wrong = useMemo(() => checkEmail(values), [values]);
  return {
    values,
    wrong,
    tried,
    setTried,
    dirty: JSON.stringify(values) !== JSON.stringify(base),
    set: (change: Partial<EmailForm>) => setEdits({ ...values, ...change }),
    /** What was typed since this was sent is still to be saved. */
    saved: (sent: EmailForm) => {
      setEdits((standing) => (standing === sent ? null : standing));
      setTried(false);
    },
  };
}
