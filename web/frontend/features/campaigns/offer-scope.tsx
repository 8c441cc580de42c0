import { BlockStack, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { OfferTerms } from '../../../contract/campaign-terms.ts';
import { ChosenResources } from '../../shared/chosen-resources.tsx';
import type { TermsForm } from './use-terms-form.ts';

export type OfferProps = {
  form: TermsForm;
  /** Where the offer stands in the terms, e.g. `arms.0.offers.1`. */
  path: string;
  offer: OfferTerms;
  change: (offer: OfferTerms) => void;
};

type Scope = OfferTerms['scope'];
const SCOPES = ['all', 'products', 'collections', 'bought_before'] as const;
const FRESH: Readonly<Record<Scope['kind'], Scope>> = {
  all: { kind: 'all' },
  products: { kind: 'products', productIds: [] },
  collections: { kind: 'collections', collectionIds: [] },
  bought_before: { kind: 'bought_before' },
};

/** On what the offer is taken off. */
export function OfferScope({ form, path, offer, change }: OfferProps) {
  const { t } = useTranslation();
  const error = form.errorAt(`${path}.scope`);
  const { scope } = offer;
  return (
    <BlockStack gap="300">
      <Select
        label={t('offer.scope.label')}
        value={scope.kind}
        onChange={(chosen) => {
          const kind = SCOPES.find((each) => each === chosen);
          if (kind) change({ ...offer, scope: FRESH[kind] });
        }}
        options={SCOPES.map((value) => ({ value, label: t(`offer.scope.${value}`) }))}
        {...(error ? { error } : {})}
      />
      {scope.kind === 'products' ? (
        <ChosenResources
          kind="products"
          ids={scope.productIds}
          set={(productIds) => change({ ...offer, scope: { kind: 'products', productIds } })}
          errorAt={(at) => form.errorAt(`${path}.scope.productIds${at}`)}
        />
      ) : null}
      {scope.kind === 'collections' ? (
        <ChosenResources
          kind="collections"
          ids={scope.collectionIds}
          set={(collectionIds) => change({ ...offer, scope: { kind: 'collections', collectionIds } })}
          errorAt={(at) => form.errorAt(`${path}.scope.collectionIds${at}`)}
        />
      ) : null}
    </BlockStack>
  );
}
