import { BlockStack } from '@shopify/polaris';
import type { ProgramResponse } from '../../../contract/loyalty.ts';
import type { Reload } from '../../shared/once-reloaded.ts';
import { SaveBar } from '../../shared/save-bar.tsx';
import { ActionsSection } from './actions-section.tsx';
import { BonusesSection } from './bonuses-section.tsx';
import { CurrencyBanner } from './currency-banner.tsx';
import { EarnSection } from './earn-section.tsx';
import { EmbedBanner } from './embed-banner.tsx';
import { ExpirySection, NamesSection } from './expiry-section.tsx';
import { HistorySection } from './history-section.tsx';
import { LiabilityCard } from './liability-card.tsx';
import { PanelPreview } from './panel-preview.tsx';
import { ReferralSection } from './referral-section.tsx';
import { Refused } from './refused.tsx';
import { RewardsSection } from './rewards-section.tsx';
import { SentenceCard } from './sentence-card.tsx';
import { StateCard } from './state-card.tsx';
import { TiersSection } from './tiers-section.tsx';
import { TurnQuestion } from './turn-question.tsx';
import { useProgramEditor } from './use-program-editor.ts';
import { useProgramSentence } from './use-program-sentence.ts';
import { useTurn } from './use-turn.ts';

type Props = { program: ProgramResponse; reload: Reload };

/** The program: its sections in order, its words and the shopper's panel beside them. */
export function ProgramEditor({ program, reload }: Props) {
  const editor = useProgramEditor(program);
  const { form, save } = editor;
  const { ifComplete, ask, ...turning } = useTurn(editor);
  const preview = editor.preview.data;
  const sentence = useProgramSentence({ ...form, preview });
  return (
    <BlockStack gap="400">
      <SaveBar
        id="loyalty-save-bar"
        open={form.dirty}
        saving={save.isPending}
        canSave={form.clean}
        onSave={() => ifComplete(editor.onSave)}
        onDiscard={editor.onDiscard}
      />
      <Refused error={save.error} reload={reload} dismiss={() => save.reset()} />
      <CurrencyBanner form={form} saving={save.isPending} onSave={editor.onSave} />
      <EmbedBanner wanted={program.terms.on} />
      <StateCard form={form} onAsk={ask} />
      {program.launchedAt === null ? null : <LiabilityCard />}
      <div className="loyalty-columns">
        <BlockStack gap="400">
          <EarnSection form={form} preview={preview} />
          <RewardsSection form={form} />
          <TiersSection form={form} />
          <ActionsSection form={form} />
          <BonusesSection form={form} />
          <ReferralSection form={form} />
          <ExpirySection form={form} />
          <NamesSection form={form} />
          <HistorySection form={form} preview={preview} />
        </BlockStack>
        <div className="loyalty-side">
          <BlockStack gap="400">
            <SentenceCard form={form} sentence={sentence} preview={preview} />
            <PanelPreview form={form} />
          </BlockStack>
        </div>
      </div>
      <TurnQuestion {...turning} sentence={sentence} unsaved={form.dirty} saving={save.isPending} />
    </BlockStack>
  );
}
