import { BlockStack, Button, Card, InlineStack, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignsResponse } from '../../../contract/campaigns.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { usePauseEverything } from './campaign-requests.ts';

/** One switch over all campaigns; turning it asks once and says what follows. */
export function PauseEverything({ list }: { list: CampaignsResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const pause = usePauseEverything();
  const paused = list.pausedEverything;
  const running = list.campaigns.filter(({ state }) => state === 'running').length;
  const turn = () =>
    pause.mutate(!paused, {
      onSuccess: () => {
        setAsking(false);
        shopify.toast.show(t(paused ? 'campaigns.pause.resumed' : 'campaigns.pause.paused'));
      },
    });
  const close = () => {
    pause.reset();
    setAsking(false);
  };
  return (
    <Card>
      <InlineStack gap="400" align="space-between" blockAlign="center">
        <div className="pause-words">
          <BlockStack gap="100">
            <Text as="h2" variant="headingSm">
              {t(paused ? 'campaigns.pause.off' : 'campaigns.pause.on')}
            </Text>
            <Text as="p" tone="subdued">
              {t(paused ? 'campaigns.pause.offHelp' : 'campaigns.pause.onHelp')}
            </Text>
          </BlockStack>
        </div>
        <Button {...(paused ? { variant: 'primary' as const } : {})} onClick={() => setAsking(true)}>
          {t(paused ? 'campaigns.pause.resume' : 'campaigns.pause.switch')}
        </Button>
      </InlineStack>
      <Modal
        open={asking}
        onClose={close}
        title={t(paused ? 'campaigns.pause.askResume' : 'campaigns.pause.ask')}
        primaryAction={{
          content: t(paused ? 'campaigns.pause.resume' : 'campaigns.pause.switch'),
          destructive: !paused,
          loading: pause.isPending,
          onAction: turn,
        }}
        secondaryActions={[{ content: t('settings.cancel'), onAction: close }]}
      >
        <Modal.Section>
          <BlockStack gap="300">
            {pause.error ? <Problem error={pause.error} onRetry={turn} /> : null}
            <Text as="p">
              {paused
                ? t('campaigns.pause.resumeBody')
                : t('campaigns.pause.askBody', { count: running, number: format.number(running) })}
            </Text>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </Card>
  );
}
