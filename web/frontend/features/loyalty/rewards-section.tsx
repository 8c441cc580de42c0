import { BlockStack, Button, Checkbox, InlineStack, Text } from '@shopify/polaris';
import { PlusIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditorSection } from '../../shared/editor-section.tsx';
import { ApartNote } from './apart-note.tsx';
import { addReward } from './edit-program.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';
import { RewardCard } from './reward-card.tsx';
import { afterRemoval, fieldOf, useFocusNext } from './use-focus-next.ts';
import type { ProgramForm } from './use-program-form.ts';

const LIST = 'reward-list';

/** What points buy, one card a reward; what is wrong opens by itself. */
export function RewardsSection({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set } = form;
  const [open, setOpen] = useState<string | null>(null);
  const focusNext = useFocusNext();
  const add = () => {
    const next = addReward(terms);
    set(next);
    setOpen(next.rewards.at(-1)?.rewardId ?? null);
    focusNext(fieldOf(LIST, terms.rewards.length));
  };
  return (
    <EditorSection id="rewards" title={t('loyalty.rewards.title')} body={t('loyalty.rewards.body')}>
      {terms.rewards.some(({ active }) => active) ? null : <Text as="p">{t('loyalty.rewards.none')}</Text>}
      <ul className="loyalty-cards" id={LIST}>
        {terms.rewards.map(({ rewardId }, at) => (
          <li key={rewardId}>
            <RewardCard
              form={form}
              at={at}
              open={open === rewardId || form.wrongUnder(`rewards.${at}`)}
              onToggle={() => setOpen(open === rewardId ? null : rewardId)}
              onRemove={() => {
                set({ rewards: terms.rewards.filter((_, other) => other !== at) });
                focusNext(afterRemoval(LIST, at));
              }}
            />
          </li>
        ))}
      </ul>
      <ApartNote form={form} />
      <BlockStack gap="300">
        <InlineStack>
          <Button
            id={`${LIST}-add`}
            icon={PlusIcon}
            disabled={terms.rewards.length >= PROGRAM_RANGES.rewards.max}
            onClick={add}
          >
            {t('loyalty.rewards.add')}
          </Button>
        </InlineStack>
        <Checkbox
          label={t('loyalty.rewards.returnUnused')}
          helpText={t('loyalty.rewards.returnUnusedHelp')}
          checked={terms.returnUnusedCodes}
          onChange={(returnUnusedCodes) => set({ returnUnusedCodes })}
        />
      </BlockStack>
    </EditorSection>
  );
}
