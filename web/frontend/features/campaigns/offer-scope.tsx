import { BlockStack, Button, InlineStack, Select, Tag, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferTerms } from '../../../contract/campaign-terms.ts';
import { shopifyIdSchema } from '../../../contract/values.ts';
import { canPick, pickResources } from './resource-picker.ts';
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
        <Chosen
          kind="products"
          ids={scope.productIds}
          set={(productIds) => change({ ...offer, scope: { kind: 'products', productIds } })}
          errorAt={(at) => form.errorAt(`${path}.scope.productIds${at}`)}
        />
      ) : null}
      {scope.kind === 'collections' ? (
        <Chosen
          kind="collections"
          ids={scope.collectionIds}
          set={(collectionIds) => change({ ...offer, scope: { kind: 'collections', collectionIds } })}
          errorAt={(at) => form.errorAt(`${path}.scope.collectionIds${at}`)}
        />
      ) : null}
    </BlockStack>
  );
}

type ChosenProps = {
  kind: 'products' | 'collections';
  ids: readonly string[];
  set: (ids: string[]) => void;
  /** '' = the list, '.0' = its first entry. */
  errorAt: (at: string) => string | undefined;
};

/** The chosen products or collections: by the admin's own picker where there is one, by their numbers otherwise. */
function Chosen({ kind, ids, set, errorAt }: ChosenProps) {
  const { t } = useTranslation();
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  const pick = async () => {
    const picked = await pickResources(kind === 'products' ? 'product' : 'collection', ids);
    if (picked === null) return;
    setTitles((known) => ({ ...known, ...Object.fromEntries(picked.map(({ id, title }) => [id, title])) }));
    set(picked.map(({ id }) => id));
  };
  const error = ids.map((_, at) => errorAt(`.${at}`)).find((each) => each !== undefined) ?? errorAt('');
  return (
    <BlockStack gap="200">
      {canPick() ? (
        <InlineStack>
          <Button onClick={() => void pick()}>{t(`offer.scope.pick.${kind}`)}</Button>
        </InlineStack>
      ) : null}
      <TypedIds kind={kind} add={(typed) => set([...new Set([...ids, ...typed])])} error={error} />
      <InlineStack gap="200">
        {ids.map((id) => (
          <Tag key={id} onRemove={() => set(ids.filter((other) => other !== id))}>
            {titles[id] ?? t('offer.scope.item', { id })}
          </Tag>
        ))}
      </InlineStack>
    </BlockStack>
  );
}

type TypedProps = { kind: ChosenProps['kind']; add: (ids: string[]) => void; error: string | undefined };

function TypedIds({ kind, add, error }: TypedProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const ids = typed.split(/[\s,]+/).filter((id) => id !== '');
  const good = ids.length > 0 && ids.every((id) => shopifyIdSchema.safeParse(id).success);
  return (
    <TextField
      label={t(`offer.scope.ids.${kind}`)}
      helpText={t('offer.scope.idsHelp')}
      inputMode="numeric"
      autoComplete="off"
      value={typed}
      onChange={setTyped}
      connectedRight={
        <Button
          disabled={!good}
          onClick={() => {
            add(ids);
            setTyped('');
          }}
        >
          {t('offer.scope.add')}
        </Button>
      }
      {...(error ? { error } : {})}
    />
  );
}
