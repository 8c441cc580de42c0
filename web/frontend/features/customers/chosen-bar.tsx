import { Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { Selection } from './use-selection.ts';

/** What can be done with the chosen rows. */
export type BulkAction = { content: string; onAction: () => void; disabled?: boolean };

/** On a phone Polaris draws no row of actions: how many are chosen, and what can be done with them. */
export function ChosenBar({ selection, actions }: { selection: Selection; actions: BulkAction[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (selection.ids.size === 0) return null;
  return (
    <div className="chosen-bar">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" variant="headingSm">
          {t('customers.bulk.chosen', { number: format.number(selection.ids.size) })}
        </Text>
        {actions.map(({ content, onAction, disabled }) => (
          <Button key={content} disabled={disabled ?? false} onClick={onAction}>
            {content}
          </Button>
        ))}
        <Button variant="plain" onClick={selection.clear}>
          {t('customers.bulk.none')}
        </Button>
      </InlineStack>
    </div>
  );
}

type BoxProps = { name: string; checked: boolean; onChange: (isOn: boolean) => void };

/** Chooses a row; a tap beside it opens the customer, as in the rest of the row. */
export function ChooseBox({ name, checked, onChange }: BoxProps) {
  const { t } = useTranslation();
  return (
    <input
      type="checkbox"
      className="choose-box"
      aria-label={t('customers.bulk.choose', { name })}
      checked={checked}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
