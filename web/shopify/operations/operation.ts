import { z } from 'zod';

/** One GraphQL document with the shape of its answer. Every document of the Admin API lives in this folder. */
export type Operation<Data, Variables> = {
  name: string;
  document: string;
  kind: 'query' | 'mutation';
  /** Sending it twice does no more than sending it once, so a lost answer may be asked for again. */
  repeatable: boolean;
  data: z.ZodType<Data>;
  /** Fields that may come as null because the app was not granted them; any other denial refuses the whole call. */
  mayBeDenied?: readonly string[];
  /** First guess of the requested cost, in points; the client learns the true one from the answers. */
  cost(variables: Variables): number;
};

/** A read: always repeatable. */
export function defineQuery<Data, Variables>(
  parts: Omit<Operation<Data, Variables>, 'kind' | 'repeatable'>,
): Operation<Data, Variables> {
  return { ...parts, kind: 'query', repeatable: true };
}

/** A write; `repeatable` must be stated for each. */
export function defineMutation<Data, Variables>(
  parts: Omit<Operation<Data, Variables>, 'kind'>,
): Operation<Data, Variables> {
  return { ...parts, kind: 'mutation' };
}

/** Shop money as Shopify writes it: a decimal string in the shop's currency at the time. */
export const shopMoney = z.object({ shopMoney: z.object({ amount: z.string() }) });
export const gidRef = z.object({ id: z.string() });
export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
export const userErrors = z.array(
  z.object({
    field: z.array(z.string()).nullable().optional(),
    message: z.string(),
    code: z.string().nullable().optional(),
  }),
);
export type UserError = z.infer<typeof userErrors>[number];

/** An element of `nodes(ids:)`: null where nothing has the id, `{}` where something of another type has it; both are null here. */
export function nodeOrNull<Shape extends z.ZodType>(shape: Shape) {
  return z.preprocess((value) => (isEmpty(value) ? null : value), shape.nullable());
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Points of a connection by the rule fitted to recorded answers: 2 + log2(first + 1) × the cost of one node. */
export function connectionCost(first: number, nodeCost: number): number {
  return 2 + Math.ceil(Math.log2(first + 1) * nodeCost);
}
