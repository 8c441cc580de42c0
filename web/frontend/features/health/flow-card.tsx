import { BlockStack, Card, Checkbox, SkeletonBodyText } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { FlowTriggers } from '../../../contract/loyalty.ts';
import { Problem } from '../../shared/problem.tsx';
import { useFlowTriggers, useSetFlowTriggers } from './health-requests.ts';

const TRIGGERS = ['stage_changed', 'points_changed', 'tier_changed'] as const;

/** Which of our triggers Shopify Flow is told of; a switch holds at once. */
export function FlowCard() {
  const { t } = useTranslation();
  const triggers = useFlowTriggers();
  const save = useSetFlowTriggers();
  const turn = (change: Partial<FlowTriggers>) => {
    if (!triggers.data) return;
    save.mutate(
      { ...triggers.data, ...change },
      {
        onSuccess: () => shopify.toast.show(t('settings.saved')),
        onError: () => shopify.toast.show(t('health.flow.failed'), { isError: true }),
      },
    );
  };
  // A switch shows what was asked for while it is saved, and what holds if that fails.
  const shown = save.isPending ? save.variables : triggers.data;
  return (
    <Card>
      {triggers.error ? <Problem error={triggers.error} onRetry={() => triggers.refetch()} /> : null}
      {triggers.isPending ? <SkeletonBodyText lines={4} /> : null}
      {shown ? (
        <BlockStack gap="300">
          {TRIGGERS.map((trigger) => (
            <Checkbox
              key={trigger}
              label={t(`health.flow.${trigger}`)}
              helpText={t(`health.flow.${trigger}Help`)}
              checked={shown[trigger]}
              disabled={save.isPending}
              onChange={(on) => turn({ [trigger]: on })}
            />
          ))}
        </BlockStack>
      ) : null}
    </Card>
  );
}
