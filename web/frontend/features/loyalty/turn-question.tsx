import { BlockStack, Modal, Text } from '@shopify/polaris';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { EmbedBanner } from './embed-banner.tsx';

type Props = {
  /** What is asked: to launch, to stop, or nothing. */
  asking: 'launch' | 'stop' | null;
  sentence: readonly string[];
  unsaved: boolean;
  saving: boolean;
  /** In it, its first element takes the focus once the question is gone. */
  goesOnAt: RefObject<HTMLElement>;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asked once, in the program's own words, before customers see it or before it is taken from them. */
export function TurnQuestion({ asking, sentence, unsaved, saving, goesOnAt, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  const what = asking ?? 'launch';
  return (
    <Modal
      open={asking !== null}
      activator={goesOnAt}
      onClose={onClose}
      title={t(`loyalty.${what}.ask`)}
      primaryAction={{
        content: t(`loyalty.${what}.action`),
        destructive: what === 'stop',
        loading: saving,
        onAction: onConfirm,
      }}
      secondaryActions={[{ content: t('settings.cancel'), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          {what === 'launch' ? (
            <div className="in-words">
              {sentence.map((each) => (
                <Text as="p" key={each} breakWord>
                  {each}
                </Text>
              ))}
            </div>
          ) : (
            <Text as="p">{t('loyalty.stop.body')}</Text>
          )}
          <EmbedBanner wanted={asking === 'launch'} />
          {unsaved ? (
            <Text as="p" tone="subdued">
              {t('loyalty.launch.saves')}
            </Text>
          ) : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
