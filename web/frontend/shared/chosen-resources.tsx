import { BlockStack, Button, InlineStack, Tag, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shopifyIdSchema } from '../../contract/values.ts';
import { canPick, pickResources } from './resource-picker.ts';

type ChosenProps = {
  kind: 'products' | 'collections';
  ids: readonly string[];
  /** Names known before anything is picked, by id. */
  known?: Readonly<Record<string, string>>;
  set: (ids: string[]) => void;
  /** '' = the list, '.0' = its first entry. */
  errorAt: (at: string) => string | undefined;
};

/** The chosen products or collections: by the admin's own picker where there is one, by their numbers otherwise. */
export function ChosenResources({ kind, ids, known = {}, set, errorAt }: ChosenProps) {
  const { t } = useTranslation();
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  const pick = async () => {
    const picked = await pickResources(kind === 'products' ? 'product' : 'collection', ids);
    if (picked === null) return;
    setTitles((before) => ({ ...before, ...Object.fromEntries(picked.map(({ id, title }) => [id, title])) }));
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
            {titles[id] ?? known[id] ?? t('offer.scope.item', { id })}
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
