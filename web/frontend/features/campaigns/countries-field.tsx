import { BlockStack, InlineStack, Select, Tag } from '@shopify/polaris';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { customerCountriesPath, customerCountriesResponseSchema } from '../../../contract/customers.ts';
import { useFormat } from '../../shared/format.ts';
import { getJson } from '../../shared/request.ts';
import type { TermsForm } from './use-terms-form.ts';

/** Countries in which the shop has customers; none chosen = everywhere. */
export function CountriesField({ form: { terms, set, errorAt } }: { form: TermsForm }) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = useQuery({
    queryKey: ['customer-countries'],
    queryFn: ({ signal }) => getJson(customerCountriesResponseSchema, customerCountriesPath, signal),
    staleTime: 10 * 60_000,
  });
  const { audience } = terms;
  const { countries } = audience;
  const choose = (chosen: string[]) => set({ audience: { ...audience, countries: chosen } });
  const free = (known.data?.countries ?? []).filter(({ code }) => !countries.includes(code));
  const error = countries
    .map((_, at) => errorAt(`audience.countries.${at}`))
    .find((each) => each !== undefined);
  return (
    <BlockStack gap="200">
      <Select
        label={t('campaign.who.countries')}
        helpText={t('campaign.who.countriesHelp')}
        value=""
        disabled={free.length === 0}
        onChange={(code) => choose([...countries, code])}
        options={[
          { value: '', label: t('campaign.who.addCountry'), disabled: true },
          ...free.map(({ code, customers }) => ({
            value: code,
            label: t('campaign.who.country', {
              country: format.country(code),
              count: customers,
              number: format.number(customers),
            }),
          })),
        ]}
        {...(error ? { error } : {})}
      />
      {countries.length === 0 ? null : (
        <InlineStack gap="200">
          {countries.map((code) => (
            <Tag key={code} onRemove={() => choose(countries.filter((other) => other !== code))}>
              {format.country(code)}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}
