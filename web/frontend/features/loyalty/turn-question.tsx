import { BlockStack, Modal, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

type Props = {
  /** What is asked: to launch, to stop, or nothing. */
  asking: 'launch' | 'stop' | null;
  sentence: readonly string[];
  unsaved: boolean;
  saving: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asked once, in the program's own words, before customers see it or before it is taken from them. */
export function TurnQuestion({ asking, sentence, unsaved, saving, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  const what = asking ?? 'launch';
  return (
    <Modal
      open={asking !== null}
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
