import { Badge, BlockStack, Button, ButtonGroup, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DataRequest } from '../../../contract/privacy.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { downloadHeldData, useDataRequests, useMarkAnswered } from './privacy-requests.ts';

/** Customers who asked for their data: what is held, the file to send, and when it is due. */
export function PrivacySection() {
  const { t } = useTranslation();
  const requests = useDataRequests();
  return (
    <Card>
      <BlockStack gap="400">
        {requests.error ? <Problem error={requests.error} onRetry={() => requests.refetch()} /> : null}
        {requests.data?.items.length === 0 ? <Text as="p">{t('settings.privacy.none')}</Text> : null}
        {requests.data && requests.data.items.length > 0 ? (
          <ul className="request-list">
            {requests.data.items.map((request) => (
              <li key={request.requestId}>
                <Request request={request} />
              </li>
            ))}
          </ul>
        ) : null}
        <Text as="p" tone="subdued">
          {t('settings.privacy.noNames')}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Request({ request }: { request: DataRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { customerId, shopifyRequestId } = request;
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {customerId === null ? (
            t('settings.privacy.nobody')
          ) : (
            <Link url={`/customers/${customerId}`}>{t('customers.unnamed', { id: customerId })}</Link>
          )}
        </Text>
        <RequestState request={request} />
      </InlineStack>
      <Text as="p">
        {request.answeredAt === null
          ? t('settings.privacy.due', {
              received: format.instant(request.receivedAt),
              due: format.instant(request.dueAt),
            })
          : t('settings.privacy.answeredOn', {
              received: format.instant(request.receivedAt),
              answered: format.instant(request.answeredAt),
            })}
      </Text>
      <HeldText held={request.held} />
      {shopifyRequestId === null ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t('settings.privacy.shopifyNumber', { number: shopifyRequestId })}
        </Text>
      )}
      <RequestActions request={request} />
    </BlockStack>
  );
}

function RequestState({ request: { state, overdue } }: { request: DataRequest }) {
  const { t } = useTranslation();
  if (state === 'answered') return <Badge tone="success">{t('settings.privacy.state.answered')}</Badge>;
  if (overdue) return <Badge tone="critical">{t('settings.privacy.state.overdue')}</Badge>;
  return <Badge tone="attention">{t('settings.privacy.state.open')}</Badge>;
}

function HeldText({ held }: { held: DataRequest['held'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = (kind: 'orders' | 'stageChanges' | 'tags' | 'campaigns') =>
    held[kind] === 0
      ? []
      : [t(`settings.privacy.held.${kind}`, { count: held[kind], number: format.number(held[kind]) })];
  const parts = [
    ...(held.facts > 0 ? [t('settings.privacy.held.facts')] : []),
    ...counted('orders'),
    ...counted('stageChanges'),
    ...counted('tags'),
    ...counted('campaigns'),
  ];
  return (
    <Text as="p" tone="subdued">
      {parts.length === 0
        ? t('settings.privacy.held.nothing')
        : t('settings.privacy.held.all', { what: format.list(parts) })}
    </Text>
  );
}

function RequestActions({ request }: { request: DataRequest }) {
  const { t } = useTranslation();
  const { requestId, customerId, state } = request;
  const failed = () => shopify.toast.show(t('settings.privacy.failed'), { isError: true });
  const download = useMutation({
    mutationFn: (customer: string) => downloadHeldData(requestId, customer),
    onError: failed,
  });
  const answered = useMarkAnswered();
  return (
    <ButtonGroup>
      {customerId === null ? null : (
        <Button loading={download.isPending} onClick={() => download.mutate(customerId)}>
          {t('settings.privacy.download')}
        </Button>
      )}
      {state === 'open' ? (
        <Button loading={answered.isPending} onClick={() => answered.mutate(requestId, { onError: failed })}>
          {t('settings.privacy.markAnswered')}
        </Button>
      ) : null}
    </ButtonGroup>
  );
}
