import { Banner, BlockStack, Link } from '@shopify/polaris';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type HealthResponse, healthPath, healthResponseSchema } from '../../../contract/loyalty.ts';
import { getJson } from '../../shared/request.ts';

const WHILE_ON_MS = 5 * 60_000;

const embedIn = (health: HealthResponse | undefined) =>
  health?.checks.find(({ check }) => check === 'app_embed');

/** Asked of Shopify where points show or are about to; while it is off, again each time the merchant comes back to this page. */
function useEmbed(wanted: boolean) {
  const { data } = useQuery({
    queryKey: ['health'],
    enabled: wanted,
    queryFn: ({ signal }) => getJson(healthResponseSchema, healthPath, signal),
    staleTime: ({ state }) => (embedIn(state.data)?.state === 'off' ? 0 : WHILE_ON_MS),
    refetchOnWindowFocus: true,
  });
  return embedIn(data);
}

/** Shoppers see no points while the app embed of the theme is off; nothing where it is on, or where Shopify does not say. */
export function EmbedBanner({ wanted }: { wanted: boolean }) {
  const { t } = useTranslation();
  const embed = useEmbed(wanted);
  if (!wanted || embed?.state !== 'off') return null;
  return (
    <Banner tone="warning" title={t('loyalty.embed.title')}>
      <BlockStack gap="200" inlineAlign="start">
        <p>{t('loyalty.embed.body')}</p>
        {embed.fixUrl === null ? null : (
          <Link url={embed.fixUrl} external>
            {t('loyalty.embed.fix')}
          </Link>
        )}
      </BlockStack>
    </Banner>
  );
}
