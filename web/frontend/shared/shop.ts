import { useQuery } from '@tanstack/react-query';
import { type ShopResponse, shopPath, shopResponseSchema } from '../../contract/shop.ts';
import { getJson } from './request.ts';

/** The shop, asked once per page load and again when the window is looked at after 5 minutes. */
export function useShop() {
  return useQuery({
    queryKey: ['shop'],
    queryFn: ({ signal }) => getJson(shopResponseSchema, shopPath, signal),
    staleTime: 5 * 60_000,
  });
}

/** The shop's time zone; the viewer's own until the shop is known. */
export function useTimeZone(): string {
  return useShop().data?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The shop's currency, or null until the shop is known. */
export function useCurrency(): ShopResponse['currency'] | null {
  return useShop().data?.currency ?? null;
}
