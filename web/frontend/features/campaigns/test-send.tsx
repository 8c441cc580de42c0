import { Banner, BlockStack, Button, InlineStack, Modal, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { testSendRequestSchema } from '../../../contract/campaigns.ts';
import { Problem } from '../../shared/problem.tsx';
import { type Look, useTestSend } from './terms-requests.ts';
import type { TermsForm } from './use-terms-form.ts';

/** The mail that is looked at, sent to the merchant's own address. */
export function TestSend({ form, look }: { form: TermsForm; look: Look }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState('');
  const test = useTestSend();
  const address = testSendRequestSchema.shape.to.safeParse(to.trim());
  const send = () => {
    if (address.success) test.mutate({ ...look, terms: form.terms, to: address.data });
  };
  const close = () => {
    test.reset();
    setOpen(false);
  };
  const wrong = to.trim() !== '' && !address.success;
  return (
    <>
      <InlineStack>
        <Button disabled={!form.valid} onClick={() => setOpen(true)}>
          {t('campaign.test.action')}
        </Button>
      </InlineStack>
      <Modal
        open={open}
        onClose={close}
        title={t('campaign.test.title')}
        primaryAction={{
          content: t('campaign.test.action'),
          disabled: !address.success,
          loading: test.isPending,
          onAction: send,
        }}
        secondaryActions={[{ content: t('campaign.dryRun.close'), onAction: close }]}
      >
        <Modal.Section>
          <BlockStack gap="300">
            {test.error ? <Problem error={test.error} onRetry={send} /> : null}
            {test.data ? (
              <Banner
                tone={test.data.outcome === 'sent' ? 'success' : 'warning'}
                title={t(`campaign.test.${test.data.outcome}`)}
              >
                {test.data.note === null ? null : <p className="breakable">{test.data.note}</p>}
              </Banner>
            ) : null}
            <TextField
              label={t('campaign.test.to')}
              helpText={t('campaign.test.help')}
              type="email"
              autoComplete="email"
              value={to}
              onChange={setTo}
              {...(wrong ? { error: t('campaign.test.invalid') } : {})}
            />
          </BlockStack>
        </Modal.Section>
      </Modal>
    </>
  );
}
