import { Badge, BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerOrder } from '../../../contract/customer.ts';
import { orderAdminUrl } from '../../shared/admin-url.ts';
import { useFormat } from '../../shared/format.ts';
import { useCustomerOrders } from './get-customer.ts';
import { PagedList } from './paged-list.tsx';

/** Every order with whether it counts as a purchase and, where not, why. */
export function OrdersCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const orders = useCustomerOrders(customerId);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('customer.orders.title')}
        </Text>
        <PagedList query={orders} empty={t('customer.orders.empty')} skeletonLines={4}>
          {(items) => (
            <ul className="order-list">
              {items.map((order) => (
                <OrderLine key={order.orderId} order={order} />
              ))}
            </ul>
          )}
        </PagedList>
      </BlockStack>
    </Card>
  );
}

function OrderLine({ order }: { order: CustomerOrder }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = order.notQualifying === null;
  return (
    <li className="order-line">
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <Link url={orderAdminUrl(order.orderId)}>{format.day(order.localOn)}</Link>
          <Text as="span" numeric fontWeight="medium">
            {format.money(order.total)}
          </Text>
        </InlineStack>
        <InlineStack gap="100">
          {counts ? (
            <Badge tone="success">{t('customer.orders.counts')}</Badge>
          ) : (
            <Badge tone="warning">{t('customer.orders.notCounted')}</Badge>
          )}
          {order.financialStatus ? <Badge>{t(`financial.${order.financialStatus}`)}</Badge> : null}
          <Badge>{t(`fulfillment.${order.fulfillment}`)}</Badge>
        </InlineStack>
        {order.notQualifying === null ? null : (
          <Text as="p" tone="subdued">
            {t(`notQualifying.${order.notQualifying}`)}
          </Text>
        )}
        {order.subscriptionRenewal ? (
          <Text as="p" tone="subdued">
            {t('customer.orders.renewal')}
          </Text>
        ) : null}
        {counts && (order.refunded.amountMinor > 0 || order.net.amountMinor !== order.total.amountMinor) ? (
          <Text as="p" tone="subdued">
            {order.refunded.amountMinor > 0
              ? t('customer.orders.netAfterRefund', {
                  net: format.money(order.net),
                  refunded: format.money(order.refunded),
                })
              : t('customer.orders.net', { net: format.money(order.net) })}
          </Text>
        ) : null}
      </BlockStack>
    </li>
  );
}
