import { Badge, BlockStack, Button, Card, InlineStack, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/problem.tsx';
import { usePause } from './channel-requests.ts';

/** One switch over all campaigns; pausing asks once, going on does not. */
export function PauseSection({ paused }: { paused: boolean }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const pause = usePause();
  const turn = () => pause.mutate(!paused, { onSuccess: () => setAsking(false) });
  const close = () => {
    pause.reset();
    setAsking(false);
  };
  return (
    <Card>
      <BlockStack gap="300">
        {pause.error && !asking ? <Problem error={pause.error} onRetry={turn} /> : null}
        <InlineStack gap="300" blockAlign="center">
          <Badge tone={paused ? 'attention' : 'success'}>
            {t(paused ? 'channels.pause.paused' : 'channels.pause.sending')}
          </Badge>
          <Button loading={pause.isPending} onClick={paused ? turn : () => setAsking(true)}>
            {t(paused ? 'channels.pause.goOn' : 'channels.pause.pause')}
          </Button>
        </InlineStack>
      </BlockStack>
      <Modal
        open={asking}
        onClose={close}
        title={t('channels.pause.ask')}
        primaryAction={{
          content: t('channels.pause.pause'),
          destructive: true,
          loading: pause.isPending,
          onAction: turn,
        }}
        secondaryActions={[{ content: t('settings.cancel'), onAction: close }]}
      >
        <Modal.Section>
          <BlockStack gap="300">
            {pause.error ? <Problem error={pause.error} onRetry={turn} /> : null}
            <Text as="p">{t('channels.pause.askBody')}</Text>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </Card>
  );
}
