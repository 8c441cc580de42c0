import { BlockStack, Button, InlineStack, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RewardValue } from '../../../contract/loyalty.ts';
import { canPick, pickResources } from '../../shared/resource-picker.ts';
import type { ProgramForm } from './use-program-form.ts';

type FreeProduct = Extract<RewardValue, { kind: 'free_product' }>;
type Props = { form: ProgramForm; at: number; value: FreeProduct; change: (value: FreeProduct) => void };

/** The product that is given: by the admin's own picker where there is one, by its number otherwise. */
export function RewardProduct({ form: { errorAt, touch }, at, value, change }: Props) {
  const { t } = useTranslation();
  const pick = async () => {
    const picked = await pickResources('product', value.productId === '' ? [] : [value.productId], false);
    const [product] = picked ?? [];
    if (product) change({ kind: 'free_product', productId: product.id, title: product.title });
  };
  const path = `rewards.${at}.value`;
  const idError = errorAt(`${path}.productId`);
  const titleError = errorAt(`${path}.title`);
  return (
    <BlockStack gap="300">
      {canPick() ? (
        <InlineStack>
          <Button onClick={() => void pick()}>{t('loyalty.rewards.pickProduct')}</Button>
        </InlineStack>
      ) : null}
      <TextField
        label={t('loyalty.rewards.productId')}
        helpText={t('loyalty.rewards.productIdHelp')}
        inputMode="numeric"
        autoComplete="off"
        value={value.productId}
        onChange={(typed) => change({ ...value, productId: typed.replace(/\D/g, '') })}
        onBlur={() => touch(`${path}.productId`)}
        {...(idError ? { error: idError } : {})}
      />
      <TextField
        label={t('loyalty.rewards.productTitle')}
        autoComplete="off"
        maxLength={255}
        value={value.title}
        onChange={(title) => change({ ...value, title })}
        onBlur={() => touch(`${path}.title`)}
        {...(titleError ? { error: titleError } : {})}
      />
    </BlockStack>
  );
}
