import { Banner } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultResponse } from '../../../contract/results.ts';
import { useFormat } from '../../shared/format.ts';

/** What makes a result doubtful, before anything else is read. */
export function CheckBanners({ result }: { result: ResultResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { checks, unknownMessages, method } = result;
  const counted = (count: number) => ({ count, number: format.number(count) });
  return (
    <>
      {checks.sampleRatioOk === false ? (
        <Banner tone="critical" title={t('results.check.split.title')}>
          <p>
            {t('results.check.split.body', {
              drawn: format.number(Math.round(method.drawnComparison ?? 0)),
              expected: format.number(Math.round(method.expectedComparison ?? 0)),
            })}
          </p>
        </Banner>
      ) : null}
      {checks.contaminated > 0 ? (
        <Banner tone="warning" title={t('results.check.contaminated.title', counted(checks.contaminated))}>
          <p>{t('results.check.contaminated.body')}</p>
        </Banner>
      ) : null}
      {unknownMessages > 0 ? (
        <Banner tone="info" title={t('results.check.unknown.title', counted(unknownMessages))}>
          <p>{t('results.check.unknown.body')}</p>
        </Banner>
      ) : null}
    </>
  );
}
