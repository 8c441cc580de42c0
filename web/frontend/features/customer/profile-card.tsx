import { BlockStack, Card, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerResponse } from '../../../contract/customer.ts';
import { customerAdminUrl } from '../../shared/admin-url.ts';
import { useFormat } from '../../shared/format.ts';

/** Who this is, live from Shopify, with the way to the customer's page there. */
export function ProfileCard({ customer }: { customer: CustomerResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live, facts, consent, country } = customer;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('customer.profile.title')}
        </Text>
        <dl className="facts">
          {live?.email ? (
            <div>
              <dt>{t('customer.profile.email')}</dt>
              <dd className="breakable">{live.email}</dd>
            </div>
          ) : null}
          <div>
            <dt>{t('customers.filter.consent')}</dt>
            <dd>{consent === null ? t('consent.unknown') : t(`consent.${consent}`)}</dd>
          </div>
          {country === null ? null : (
            <div>
              <dt>{t('customers.filter.country')}</dt>
              <dd>{format.country(country)}</dd>
            </div>
          )}
          {facts === null ? null : (
            <div>
              <dt>{t('customer.profile.first')}</dt>
              <dd>{format.day(facts.firstOrderOn)}</dd>
            </div>
          )}
        </dl>
        <Link url={customerAdminUrl(customer.customerId)}>{t('customer.profile.open')}</Link>
      </BlockStack>
    </Card>
  );
}
