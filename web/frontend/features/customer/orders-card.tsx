import { Badge, BlockStack, Button, Card, InlineStack, Link, SkeletonBodyText, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerOrder } from '../../../contract/customer.ts';
import { orderAdminUrl } from '../../shared/admin-url.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { useCustomerOrders } from './get-customer.ts';

/** Every order with whether it counts as a purchase and, where not, why. */
export function OrdersCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const orders = useCustomerOrders(customerId);
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('customer.orders.title')}
        </Text>
        {orders.error ? <Problem error={orders.error} onRetry={() => orders.refetch()} /> : null}
        {orders.isPending ? <SkeletonBodyText lines={4} /> : null}
        {orders.data && items.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('customer.orders.empty')}
          </Text>
        ) : null}
        <ul className="order-list">
          {items.map((order) => (
            <OrderLine key={order.orderId} order={order} />
          ))}
        </ul>
        {orders.hasNextPage ? (
          <InlineStack>
            <Button loading={orders.isFetchingNextPage} onClick={() => orders.fetchNextPage()}>
              {t('customer.more')}
            </Button>
          </InlineStack>
        ) : null}
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
