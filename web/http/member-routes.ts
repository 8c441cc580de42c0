import { Router } from 'express';
import type { z } from 'zod';
import {
  batchesPath,
  batchesResponseSchema,
  batchRequestSchema,
  batchResponseSchema,
  undoBatchPath,
} from '../contract/batches.ts';
import {
  adjustPath,
  adjustRequestSchema,
  ledgerPath,
  ledgerQuerySchema,
  ledgerResponseSchema,
  memberAnswerSchema,
  memberPath,
  memberResponseSchema,
  type memberSortSchema,
  membersCsvPath,
  membersPath,
  membersQuerySchema,
  membersResponseSchema,
  returnRedemptionPath,
} from '../contract/members.ts';
import { customerParamsSchema, returnRequestSchema } from '../contract/shopper.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { adjustPoints } from '../use-cases/adjust-points.ts';
import { getLedger } from '../use-cases/get-ledger.ts';
import { findMember, getMember } from '../use-cases/get-member.ts';
import { listBatches } from '../use-cases/list-batches.ts';
import { listMembers } from '../use-cases/list-members.ts';
import { returnRedemption } from '../use-cases/return-redemption.ts';
import { runBatch } from '../use-cases/run-batch.ts';
import type { MembersWanted } from '../use-cases/steps/member-line.ts';
import { undoBatch } from '../use-cases/undo-batch.ts';
import { batchRowsOf } from './batch-csv.ts';
import { fromCursor, isShopifyId, toCursor } from './cursor.ts';
import { toLedgerRow, toMember, toMemberRow } from './member-body.ts';
import { exportMembersCsv } from './members-csv.ts';
import { readCtxOf } from './require-shop.ts';

const DAY_MS = 86_400_000;
const NEVER = -1;

/** Members, their ledgers, and points given or taken by hand or by file. */
export function memberRoutes(): Router {
  const router = Router();
  router.get(membersPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const query = membersQuerySchema.parse(request.query);
    const position = query.cursor === undefined ? null : fromCursor(query.cursor, isShopifyId);
    const list = await listMembers(ctx, {
      ...wanted(query, ctx.clock.now()),
      after: position && { value: fromPlace(query.sort, position.value), accountId: position.id },
      limit: query.limit,
    });
    if (list.search === 'unavailable')
      throw new AppError('SHOPIFY_UNAVAILABLE', 'Shopify could not be searched, try again');
    const nextCursor = list.next && toCursor(toPlace(query.sort, list.next.value), list.next.accountId);
    response.json(membersResponseSchema.parse({ members: list.members.map(toMemberRow), nextCursor }));
  });
  router.get(membersCsvPath, async (request, response) => {
    const ctx = readCtxOf(request);
    await exportMembersCsv(ctx, wanted(membersQuerySchema.parse(request.query), ctx.clock.now()), response);
  });
  router.get(memberPath, async (request, response) => {
    const customerId = customerOf(request.params);
    const member = await findMember(readCtxOf(request), customerId);
    response.json(memberAnswerSchema.parse(member && toMember(member)));
  });
  router.get(ledgerPath, async (request, response) => {
    const { cursor, limit } = ledgerQuerySchema.parse(request.query);
    const position = cursor === undefined ? null : fromCursor(cursor, isShopifyId);
    const after = position && { at: new Date(position.value), id: position.id };
    const customerId = customerOf(request.params);
    const { entries, next } = await getLedger(readCtxOf(request), { customerId, after, limit });
    const nextCursor = next && toCursor(next.at.getTime(), next.id);
    response.json(ledgerResponseSchema.parse({ entries: entries.map(toLedgerRow), nextCursor }));
  });
  router.post(adjustPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const customerId = customerOf(request.params);
    await adjustPoints(ctx, { customerId, ...adjustRequestSchema.parse(request.body) });
    response.json(memberResponseSchema.parse(toMember(await getMember(ctx, customerId))));
  });
  router.post(returnRedemptionPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { redemptionId } = returnRequestSchema.parse(request.params);
    const { customerId } = await returnRedemption(ctx, { customerId: null, redemptionId });
    if (customerId === null) throw new AppError('NOT_FOUND', 'the member was erased');
    response.json(memberResponseSchema.parse(toMember(await getMember(ctx, customerId))));
  });
  return router;
}

type Sort = z.infer<typeof memberSortSchema>;

/** A place by time is told in ms; whose points never end stand at -1. */
function toPlace(sort: Sort, value: string): number {
  if (sort === 'points' || sort === 'pending') return Number(value);
  return value === '' ? NEVER : Date.parse(value);
}

function fromPlace(sort: Sort, place: number): string {
  if (sort === 'points' || sort === 'pending') return String(place);
  return place === NEVER ? '' : new Date(place).toISOString();
}

/** Files of balances and changes. */
export function batchRoutes(): Router {
  const router = Router();
  const list = async (ctx: ReturnType<typeof readCtxOf>) => ({
    batches: (await listBatches(ctx)).map(({ createdAt, undoneAt, ...batch }) => ({
      ...batch,
      createdAt: createdAt.toISOString(),
      undoneAt: undoneAt?.toISOString() ?? null,
    })),
  });
  router.get(batchesPath, async (request, response) => {
    response.json(batchesResponseSchema.parse(await list(readCtxOf(request))));
  });
  router.post(batchesPath, async (request, response) => {
    const { csv, fileName = null, ...input } = batchRequestSchema.parse(request.body);
    const outcome = await runBatch(readCtxOf(request), { ...input, fileName, rows: batchRowsOf(csv) });
    response.json(batchResponseSchema.parse(outcome));
  });
  router.post(undoBatchPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { batchId } = request.params;
    if (!isShopifyId(batchId)) throw new AppError('NOT_FOUND', 'there is no such file');
    await undoBatch(ctx, batchId);
    response.json(batchesResponseSchema.parse(await list(ctx)));
  });
  return router;
}

type MembersQuery = ReturnType<typeof membersQuerySchema.parse>;

/** Which members, in which order. */
function wanted(query: MembersQuery, now: Date): MembersWanted {
  const { tier, expiringWithinDays: days, withDebt, search, sort, direction } = query;
  return {
    filter: {
      tier,
      withDebt: withDebt === 'true' ? true : undefined,
      expiringBefore: days === undefined ? undefined : new Date(now.getTime() + days * DAY_MS),
    },
    order: { sort, direction },
    search: search ?? null,
  };
}

function customerOf(params: unknown): CustomerId {
  return customerParamsSchema.parse(params).customerId as CustomerId;
}
