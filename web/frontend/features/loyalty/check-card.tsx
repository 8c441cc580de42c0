import { Banner, BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { BatchResponse, RowIssue } from '../../../contract/batches.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { RequestError } from '../../shared/request.ts';
import type { BatchFile } from './use-batch-file.ts';
import { usePoints } from './use-points-words.ts';

/** Checks every row before anything is changed; what is refused is listed by line. */
export function CheckCard({ batch }: { batch: BatchFile }) {
  const { t } = useTranslation();
  const { checked, run } = batch;
  const unreadable =
    run.error instanceof RequestError && run.error.issues.some(({ field }) => field === 'csv');
  const good = checked !== null && checked.issues.length === 0;
  const apply = () =>
    batch.apply(({ customers }) =>
      shopify.toast.show(t('loyalty.files.applied', { count: customers, number: String(customers) })),
    );
  return (
    <EditorSection id="check" title={t('loyalty.files.check.title')} body={t('loyalty.files.check.body')}>
      <div aria-live="polite">
        {unreadable ? (
          <Banner tone="critical">
            <p>{t('loyalty.files.fault.broken')}</p>
          </Banner>
        ) : run.error ? (
          <Problem error={run.error} onRetry={batch.check} />
        ) : null}
        {checked === null ? null : <Found answer={checked} />}
      </div>
      <InlineStack gap="200">
        <Button
          variant={good ? 'secondary' : 'primary'}
          loading={run.isPending && run.variables.dryRun}
          onClick={batch.check}
        >
          {t('loyalty.files.check.action')}
        </Button>
        {good && checked.rows > 0 ? (
          <Button variant="primary" loading={run.isPending && !run.variables.dryRun} onClick={apply}>
            {t('loyalty.files.apply')}
          </Button>
        ) : null}
      </InlineStack>
    </EditorSection>
  );
}

function Found({ answer }: { answer: BatchResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = usePoints(undefined);
  const { rows, customers, issues, moreIssues } = answer;
  if (issues.length === 0) {
    return (
      <Banner tone={rows === 0 ? 'warning' : 'success'}>
        <p>
          {rows === 0
            ? t('loyalty.files.check.nothing')
            : t('loyalty.files.check.good', {
                count: customers,
                customers: format.number(customers),
                rows: format.number(rows),
                points: answer.points < 0 ? format.change(answer.points) : points(answer.points),
              })}
        </p>
      </Banner>
    );
  }
  const all = issues.length + moreIssues;
  return (
    <BlockStack gap="300">
      <Banner
        tone="critical"
        title={t('loyalty.files.check.bad', { count: all, number: format.number(all) })}
      >
        <p>{t('loyalty.files.check.badBody')}</p>
      </Banner>
      <Issues issues={issues} />
      {moreIssues === 0 ? null : (
        <Text as="p">
          {t('loyalty.files.check.more', { count: moreIssues, number: format.number(moreIssues) })}
        </Text>
      )}
    </BlockStack>
  );
}

function Issues({ issues }: { issues: readonly RowIssue[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="plain-table row-issues">
      <caption className="visually-hidden">{t('loyalty.files.check.list')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('loyalty.files.check.line')}</th>
          <th scope="col">{t('loyalty.files.check.field')}</th>
          <th scope="col">{t('loyalty.files.check.value')}</th>
          <th scope="col">{t('loyalty.files.check.why')}</th>
        </tr>
      </thead>
      <tbody>
        {issues.map((issue) => (
          <tr key={`${issue.line} ${issue.field} ${issue.message}`}>
            <td>{format.number(issue.line)}</td>
            <td>{t(`loyalty.files.field.${issue.field}`)}</td>
            <td>{issue.value === '' ? t('loyalty.files.check.empty') : issue.value}</td>
            <td>{t(`loyalty.row.${issue.message}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
