import { Banner, BlockStack, ChoiceList, Modal, Spinner, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { Problem } from '../../shared/problem.tsx';
import { useFoundCustomers, useSendOne } from './terms-requests.ts';

type Props = { campaignId: number; open: boolean; onClose: () => void };

/** The first message to one customer now, found by name or e-mail; says what became of it. */
export function SendOne({ campaignId, open, onClose }: Props) {
  const { t } = useTranslation();
  const reason = useCampaignReason();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const sendOne = useSendOne(campaignId);
  const send = () => {
    if (chosen !== null) sendOne.mutate(chosen);
  };
  const close = () => {
    sendOne.reset();
    setTyped('');
    setChosen(null);
    onClose();
  };
  return (
    <Modal
      open={open}
      onClose={close}
      title={t('campaign.one.title')}
      primaryAction={{
        content: t('campaign.one.send'),
        disabled: chosen === null,
        loading: sendOne.isPending,
        onAction: send,
      }}
      secondaryActions={[{ content: t('campaign.dryRun.close'), onAction: close }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          {sendOne.error ? <Problem error={sendOne.error} onRetry={send} /> : null}
          {sendOne.data ? (
            <Banner
              tone={sendOne.data.outcome === 'sending' ? 'success' : 'info'}
              title={t(`campaign.one.${sendOne.data.outcome}`, {
                reason: sendOne.data.reason === null ? '' : reason(sendOne.data.reason),
              })}
            />
          ) : null}
          <Text as="p">{t('campaign.one.body')}</Text>
          <TextField
            label={t('campaign.one.search')}
            autoComplete="off"
            value={typed}
            onChange={(text) => {
              setTyped(text);
              setChosen(null);
            }}
          />
          <Found typed={typed} chosen={chosen} choose={setChosen} />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

type FoundProps = { typed: string; chosen: string | null; choose: (customerId: string) => void };

function Found({ typed, chosen, choose }: FoundProps) {
  const { t } = useTranslation();
  const found = useFoundCustomers(typed);
  if (typed.trim().length < 2) return null;
  if (found.error) return <Problem error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Spinner size="small" accessibilityLabel={t('campaign.one.found')} />;
  const { items, names } = found.data;
  if (items.length === 0) return <Text as="p">{t('campaign.one.nobody')}</Text>;
  return (
    <ChoiceList
      title={t('campaign.one.found')}
      selected={chosen === null ? [] : [chosen]}
      onChange={([customerId]) => customerId !== undefined && choose(customerId)}
      choices={items.slice(0, 10).map(({ customerId }) => {
        const name = names[customerId];
        return {
          value: customerId,
          label: name?.displayName ?? t('customers.unnamed', { id: customerId }),
          ...(name?.email ? { helpText: name.email } : {}),
        };
      })}
    />
  );
}
