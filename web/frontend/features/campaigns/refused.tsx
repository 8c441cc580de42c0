import { Banner, BlockStack, List } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { onceReloaded, type Reload } from '../../shared/once-reloaded.ts';
import { Problem } from '../../shared/problem.tsx';
import { useFaultText } from './use-fault-text.ts';
import { issuesIn } from './use-terms-form.ts';

type Props = { error: Error | null; reload: Reload; dismiss: () => void };

/** Why saving or launching did not work; each refused field with its place, because some lie far below. */
export function Refused({ error, reload, dismiss }: Props) {
  const { t } = useTranslation();
  const { at } = useFaultText();
  if (error === null) return null;
  const issues = issuesIn(error);
  if (issues.length === 0) {
    return <Problem error={error} onRetry={() => onceReloaded(reload, dismiss)} />;
  }
  return (
    <Banner tone="critical" title={t('problem.invalid.title')} onDismiss={dismiss}>
      <BlockStack gap="200">
        <p>{t('problem.invalid.body')}</p>
        <List>
          {issues.map((issue) => (
            <List.Item key={`${issue.field} ${issue.message}`}>{at(issue)}</List.Item>
          ))}
        </List>
      </BlockStack>
    </Banner>
  );
}
