import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  type CustomerFilters,
  customerCampaignsPath,
  customerCampaignsResponseSchema,
  customerCountriesPath,
  customerCountriesResponseSchema,
  customersCsvPath,
  customersPath,
  customersResponseSchema,
} from '../../../contract/customers.ts';
import { getJson, send } from '../../shared/request.ts';
import { saveAsFile } from '../../shared/save-as-file.ts';
import { toParams } from './filters-in-url.ts';

export const PAGE_SIZE = 50;

/** One page of customers; the page before stays on screen while the next one loads. */
export function useCustomers(filters: CustomerFilters, after: string | null) {
  const params = toParams(filters);
  params.set('limit', String(PAGE_SIZE));
  if (after !== null) params.set('after', after);
  const query = params.toString();
  return useQuery({
    queryKey: ['customers', query],
    queryFn: ({ signal }) => getJson(customersResponseSchema, `${customersPath}?${query}`, signal),
    placeholderData: keepPreviousData,
  });
}

/** Countries that occur among the customers. */
export function useCountries() {
  return useQuery({
    queryKey: ['customer-countries'],
    queryFn: ({ signal }) => getJson(customerCountriesResponseSchema, customerCountriesPath, signal),
    staleTime: 10 * 60_000,
  });
}

/** Campaigns that were ever launched. */
export function useLaunchedCampaigns() {
  return useQuery({
    queryKey: ['campaigns', 'launched'],
    queryFn: ({ signal }) => getJson(customerCampaignsResponseSchema, customerCampaignsPath, signal),
    staleTime: 60_000,
  });
}

/** These customers, in the order of the list, as a CSV file in the browser's downloads. */
export async function downloadSelectedCsv(
  { sort, direction }: CustomerFilters,
  ids: ReadonlySet<string>,
): Promise<void> {
  const params = toParams({ sort, direction });
  params.set('ids', [...ids].join(','));
  await saveAsFile(await send(`${customersCsvPath}?${params}`), 'customers.csv');
}

/** The filtered list as a CSV file in the browser's downloads. */
export async function downloadCustomersCsv(filters: CustomerFilters): Promise<void> {
  await saveAsFile(await send(`${customersCsvPath}?${toParams(filters)}`), 'customers.csv');
}
