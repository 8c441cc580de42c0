import type { ProgramView } from '../../domain/loyalty/member-view.ts';
import { AppError } from '../../domain/shared/errors.ts';
import { type CustomerId, toGid } from '../../domain/shared/ids.ts';
import type { ShopifyRewards } from '../../use-cases/reward-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { refused } from '../offers/discounts.ts';
import {
  METAFIELDS_DELETE,
  METAFIELDS_SET,
  type MetafieldInput,
  PROGRAM_OWNERS,
} from '../operations/metafield-operations.ts';
import type { UserError } from '../operations/operation.ts';
import { APP_NAMESPACE, ensureDefinitions, MEMBER_KEYS, NAMESPACE, PROGRAM_KEY } from './metafields.ts';

/** Shopify takes 25 metafields a call; a member has two. */
const MEMBERS_PER_CALL = 12;

type Members = Parameters<ShopifyRewards['publishMembers']>[0];
type Outcome = Awaited<ReturnType<ShopifyRewards['publishMembers']>>[number];

/** Writes the metafields of members. A call is carried out whole or not at all: who is refused is left out of the next try. */
export async function publishMembers(
  client: AdminClient,
  members: Members,
  calls: CallOptions,
): Promise<readonly Outcome[]> {
  await ensureDefinitions(client, calls);
  const outcomes = new Map<CustomerId, Outcome>();
  for (let from = 0; from < members.length; from += MEMBERS_PER_CALL) {
    let left = members.slice(from, from + MEMBERS_PER_CALL);
    while (left.length > 0) {
      const found = await setOf(client, left, calls);
      for (const one of found) outcomes.set(one.customerId, one);
      left = left.filter(({ customerId }) => !outcomes.has(customerId));
    }
  }
  return members.flatMap(({ customerId }) => outcomes.get(customerId) ?? []);
}

/** The outcomes of one call: all done, or those that were refused. Never empty. */
async function setOf(client: AdminClient, members: Members, calls: CallOptions): Promise<readonly Outcome[]> {
  const metafields = members.flatMap(toMetafields);
  const { metafieldsSet } = await client.run(METAFIELDS_SET, { metafields }, calls);
  const errors = metafieldsSet?.userErrors ?? [];
  if (errors.length === 0) return members.map(({ customerId }) => ({ customerId, outcome: 'done' }));
  const outcomes = new Map<CustomerId, Outcome>();
  for (const error of errors) {
    const owner = metafields[indexOf(error)]?.ownerId;
    const member = members.find(({ customerId }) => toGid('Customer', customerId) === owner);
    if (!member) throw refused('MetafieldsSet', errors);
    const { customerId } = member;
    const isGone = error.field?.[2] === 'ownerId';
    outcomes.set(
      customerId,
      isGone ? { customerId, outcome: 'gone' } : { customerId, outcome: 'refused', message: error.message },
    );
  }
  return [...outcomes.values()];
}

/** `["metafields", "3", "ownerId"]` is about the fourth. */
function indexOf(error: UserError): number {
  const text = error.field?.[1] ?? '';
  return /^\d+$/.test(text) ? Number(text) : -1;
}

function toMetafields({ customerId, points }: Members[number]): readonly MetafieldInput[] {
  const owner = { ownerId: toGid('Customer', customerId), namespace: NAMESPACE };
  return [
    { ...owner, key: MEMBER_KEYS.points, type: 'number_integer', value: String(points.points) },
    { ...owner, key: MEMBER_KEYS.member, type: 'json', value: JSON.stringify(points) },
  ];
}

/** Takes our metafields off; of somebody who is gone there are none. */
export async function unpublishMembers(
  client: AdminClient,
  customerIds: readonly CustomerId[],
  calls: CallOptions,
): Promise<void> {
  for (let from = 0; from < customerIds.length; from += MEMBERS_PER_CALL) {
    const part = customerIds.slice(from, from + MEMBERS_PER_CALL);
    const errors = await takeOff(client, part, calls);
    if (errors.length === 0) continue;
    // One who is gone may have kept the others' from being taken off.
    for (const id of part) {
      const own = await takeOff(client, [id], calls);
      if (own.some((error) => error.field?.[2] !== 'ownerId')) throw refused('MetafieldsDelete', own);
    }
  }
}

async function takeOff(
  client: AdminClient,
  customerIds: readonly CustomerId[],
  calls: CallOptions,
): Promise<readonly UserError[]> {
  const metafields = customerIds.flatMap((id) =>
    Object.values(MEMBER_KEYS).map((key) => ({
      ownerId: toGid('Customer', id),
      namespace: NAMESPACE,
      key,
    })),
  );
  const { metafieldsDelete } = await client.run(METAFIELDS_DELETE, { metafields }, calls);
  return metafieldsDelete?.userErrors ?? [];
}

/**
 * Writes the program where Liquid finds it: on our installation, which theme blocks read as `app.metafields.loyalty.program`, and on
 * the shop for the other surfaces. Both in one call.
 */
export async function publishProgram(
  client: AdminClient,
  program: ProgramView,
  calls: CallOptions,
): Promise<void> {
  await ensureDefinitions(client, calls);
  const { shop, currentAppInstallation } = await client.run(PROGRAM_OWNERS, {}, calls);
  const same = { key: PROGRAM_KEY, type: 'json', value: JSON.stringify(program) };
  const metafields = [
    { ...same, ownerId: currentAppInstallation.id, namespace: APP_NAMESPACE },
    { ...same, ownerId: shop.id, namespace: NAMESPACE },
  ];
  const { metafieldsSet } = await client.run(METAFIELDS_SET, { metafields }, calls);
  if (!metafieldsSet) throw new AppError('SHOPIFY_REFUSED', 'MetafieldsSet: no answer');
  if (metafieldsSet.userErrors.length > 0) throw refused('MetafieldsSet', metafieldsSet.userErrors);
}
