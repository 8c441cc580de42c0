import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProgramPreviewResponse } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { usePercent } from '../../shared/use-percent.ts';
import { usePoints } from './use-points-words.ts';
import type { ProgramForm } from './use-program-form.ts';

type Props = {
  form: ProgramForm;
  sentence: readonly string[];
  preview: ProgramPreviewResponse | undefined;
};

/** The program in words as it is typed, and what it gives back. */
export function SentenceCard({ form, sentence, preview }: Props) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('loyalty.words.title')}
        </Text>
        <div aria-live="polite" className="in-words">
          {sentence.map((each) => (
            <Text as="p" key={each} breakWord>
              {each}
            </Text>
          ))}
        </div>
        <GiveBack form={form} preview={preview} />
      </BlockStack>
    </Card>
  );
}

/** What points cost the shop, in money and as a share of what was spent for them. */
function GiveBack({ form, preview }: Omit<Props, 'sentence'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  const points = usePoints(form.terms.pointsName);
  if (!form.valid)
    return <Text as="p">{t(form.clean ? 'loyalty.giveBack.incomplete' : 'loyalty.giveBack.broken')}</Text>;
  if (!preview) return null;
  const { costPer100, giveBackBps } = preview;
  return (
    <div className="give-back">
      <Text as="h3" variant="headingSm">
        {t('loyalty.giveBack.title')}
      </Text>
      <Text as="p">
        {costPer100 === null || giveBackBps === null
          ? t('loyalty.giveBack.unknown')
          : t('loyalty.giveBack.words', {
              points: points(100),
              cost: format.money(costPer100),
              share: percent(giveBackBps),
            })}
      </Text>
    </div>
  );
}
