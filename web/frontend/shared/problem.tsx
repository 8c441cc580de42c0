import { Banner } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { reloadPage } from './reload-page.ts';
import { RequestError } from './request.ts';

type Kind = 'offline' | 'shopify' | 'missing' | 'session' | 'conflict' | 'invalid' | 'server';

function kindOf(error: Error): Kind {
  if (!(error instanceof RequestError)) return 'server';
  if (error.code === 'OFFLINE') return 'offline';
  if (error.code === 'SHOPIFY_UNAVAILABLE' || error.code === 'SHOPIFY_REFUSED') return 'shopify';
  if (error.code === 'NOT_FOUND') return 'missing';
  if (error.code === 'CONFLICT') return 'conflict';
  if (error.code === 'INVALID_INPUT') return 'invalid';
  if (error.status === 401 || error.code === 'NEEDS_REAUTH') return 'session';
  return 'server';
}

/** A failed request in words, with what to do next. */
export function Problem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  const kind = kindOf(error);
  const action =
    kind === 'session'
      ? { content: t('problem.reload'), onAction: () => reloadPage() }
      : { content: t('problem.retry'), onAction: onRetry };
  return (
    <Banner
      tone={kind === 'missing' ? 'warning' : 'critical'}
      title={t(`problem.${kind}.title`)}
      action={action}
    >
      <p>{t(`problem.${kind}.body`)}</p>
    </Banner>
  );
}
