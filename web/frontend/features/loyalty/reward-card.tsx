import { Badge, BlockStack, Button, ButtonGroup, Collapsible, InlineStack, Text } from '@shopify/polaris';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { replaced } from './edit-program.ts';
import { RewardFields } from './reward-fields.tsx';
import { usePoints, useRewardWords } from './use-points-words.ts';
import type { ProgramForm } from './use-program-form.ts';

type Props = { form: ProgramForm; at: number; open: boolean; onToggle: () => void; onRemove: () => void };

/** One reward: what it gives for how many points, whether it can be redeemed, its fields when opened. */
export function RewardCard({ form, at, open, onToggle, onRemove }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const words = useRewardWords(form.currency);
  const points = usePoints(form.terms.pointsName);
  const reward = form.terms.rewards[at];
  if (!reward) return null;
  const name = words.reward(reward);
  const cost = points(Math.max(0, reward.costPoints));
  const price =
    reward.name.trim() === ''
      ? cost
      : t('loyalty.rewards.forPoints', { value: words.value(reward.value), points: cost });
  const money = words.minimum(reward);
  return (
    <fieldset aria-label={name} className={reward.active ? 'reward' : 'reward reward-off'}>
      <BlockStack gap="300">
        <div className="reward-head">
          <BlockStack gap="050">
            <Text as="h3" variant="headingSm" breakWord>
              {name}
            </Text>
            <Text as="p" tone="subdued">
              {money === null ? price : `${price} · ${t('loyalty.rewards.ordersFrom', { money })}`}
            </Text>
          </BlockStack>
          <InlineStack gap="200" blockAlign="center">
            <Badge {...(reward.active ? { tone: 'success' as const } : {})}>
              {t(reward.active ? 'loyalty.rewards.active' : 'loyalty.rewards.inactive')}
            </Badge>
            <ButtonGroup>
              <Button
                ariaExpanded={open}
                ariaControls={id}
                accessibilityLabel={t(open ? 'loyalty.rewards.closeOne' : 'loyalty.rewards.editOne', {
                  name,
                })}
                onClick={onToggle}
              >
                {t(open ? 'loyalty.rewards.close' : 'loyalty.rewards.edit')}
              </Button>
              <TurnButton form={form} at={at} name={name} onRemove={onRemove} />
            </ButtonGroup>
          </InlineStack>
        </div>
        <Collapsible open={open} id={id} transition={false}>
          {open ? <RewardFields form={form} at={at} reward={reward} /> : null}
        </Collapsible>
      </BlockStack>
    </fieldset>
  );
}

/** A reward that was saved is switched off, never deleted: codes redeemed for it still hold. One never saved is taken away. */
function TurnButton({
  form: { terms, set, program },
  at,
  name,
  onRemove,
}: Pick<Props, 'form' | 'at' | 'onRemove'> & { name: string }) {
  const { t } = useTranslation();
  const reward = terms.rewards[at];
  if (!reward) return null;
  const saved =
    program.version > 0 && program.terms.rewards.some(({ rewardId }) => rewardId === reward.rewardId);
  if (!saved) {
    return (
      <Button accessibilityLabel={t('loyalty.rewards.removeOne', { name })} onClick={onRemove}>
        {t('loyalty.remove')}
      </Button>
    );
  }
  return (
    <Button
      accessibilityLabel={t(reward.active ? 'loyalty.rewards.turnOffOne' : 'loyalty.rewards.turnOnOne', {
        name,
      })}
      onClick={() => set({ rewards: replaced(terms.rewards, at, { active: !reward.active }) })}
    >
      {t(reward.active ? 'loyalty.rewards.turnOff' : 'loyalty.rewards.turnOn')}
    </Button>
  );
}
