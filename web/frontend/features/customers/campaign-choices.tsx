import { Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerFilters } from '../../../contract/customers.ts';
import { Choices } from './filter-choices.tsx';
import type { FilterPatch } from './filters-in-url.ts';
import { useLaunchedCampaigns } from './list-customers.ts';

type Props = { filters: CustomerFilters; patch: (change: FilterPatch) => void };

/** Campaigns that were ever launched, by name and state; several = whoever was in any of them. */
export function CampaignChoices({ filters, patch }: Props) {
  const { t } = useTranslation();
  const campaigns = useLaunchedCampaigns().data?.campaigns;
  if (campaigns?.length === 0) {
    return (
      <Text as="p" tone="subdued">
        {t('customers.filter.noCampaigns')}
      </Text>
    );
  }
  return (
    <Choices
      title={t('customers.filter.campaigns')}
      choices={(campaigns ?? []).map(({ campaignId, name, state }) => ({
        value: String(campaignId),
        label: `${name} – ${t(`campaigns.state.${state}`)}`,
      }))}
      selected={filters.campaigns?.map(String)}
      onChange={(values) => patch({ campaigns: values?.map(Number) })}
    />
  );
}

/** A campaign's name; its number while names are loading, or where there is none of that number. */
export function useCampaignName(): (campaignId: number) => string {
  const { t } = useTranslation();
  const campaigns = useLaunchedCampaigns().data?.campaigns;
  return (campaignId) =>
    campaigns?.find((one) => one.campaignId === campaignId)?.name ??
    t('customers.filter.campaignNumber', { id: campaignId });
}
