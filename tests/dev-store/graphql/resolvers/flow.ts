import type { ShopState } from '../../state/shop-state.ts';
import type { AdminContext, ResolverMap } from '../context.ts';

const MAX_PAYLOAD_BYTES = 50_000;
/** Names of fields a trigger may declare. */
const FIELD_NAME = /^[a-zA-Z\s]+$/;
/** References a trigger may declare; their values are numeric ids. */
const REFERENCE = /^(customer|order|product|company|company_contact)_id$/;

interface TriggerArgs {
  readonly handle?: string | null;
  readonly payload?: unknown;
  readonly body?: string | null;
}

/** A trigger that no merchant uses is refused: whether Shopify does is undocumented, silence would be the looser reading. */
function receiveTrigger({ shop, state }: AdminContext, args: TriggerArgs) {
  const refuse = (field: string, message: string) => ({ userErrors: [{ field: [field], message }] });
  if (args.body != null) return refuse('body', 'Use handle and payload');
  if (args.handle == null || args.handle === '') return refuse('handle', "Handle can't be blank");
  if (!shop.flowTriggerHandles.has(args.handle))
    return refuse('handle', `Trigger ${args.handle} is not in use`);
  const payload = args.payload ?? {};
  if (Buffer.byteLength(JSON.stringify(payload)) > MAX_PAYLOAD_BYTES) {
    return refuse('payload', 'Payload is too large');
  }
  const fault = payloadFault(shop, payload);
  if (fault !== undefined) return refuse('payload', fault);
  shop.flowTriggersReceived.push({ handle: args.handle, payload, receivedAt: state.clock.now() });
  return { userErrors: [] };
}

/** Keys as trigger extensions may declare them, values that fit, references to records the shop has. */
function payloadFault(shop: ShopState, payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return 'Payload must be an object';
  }
  for (const [name, value] of Object.entries(payload)) {
    if (REFERENCE.test(name)) {
      if (!/^\d+$/.test(String(value))) return `${name} must be a numeric id`;
      const known = recordsOf(shop, name)?.has(String(value));
      if (known === false) return `${name} ${value} does not exist`;
      continue;
    }
    if (!FIELD_NAME.test(name)) return `Field ${name} may hold letters and spaces only`;
    if (!['string', 'number', 'boolean'].includes(typeof value)) return `Field ${name} has no plain value`;
  }
  return undefined;
}

function recordsOf(shop: ShopState, reference: string): ReadonlyMap<string, unknown> | undefined {
  if (reference === 'customer_id') return shop.customers;
  if (reference === 'order_id') return shop.orders;
  return reference === 'product_id' ? shop.products : undefined;
}

export const flowResolvers: ResolverMap = {
  Mutation: {
    flowTriggerReceive: (_root: unknown, args: TriggerArgs, context) => receiveTrigger(context, args),
  },
};
