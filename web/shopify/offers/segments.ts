import { AppError } from '../../domain/shared/errors.ts';
import { type CustomerId, parseId, toGid } from '../../domain/shared/ids.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import {
  SEGMENT_CREATE,
  SEGMENT_MEMBERS,
  SEGMENT_MEMBERSHIP,
  SEGMENT_UPDATE,
  SEGMENTS_BY_NAME,
} from '../operations/segment-operations.ts';
import { refused } from './discounts.ts';

/** Up to so many customers are asked about one by one; above, the segment's pages of 1,000 are read. */
const ONE_BY_ONE = 5;

/** The segment of this name, made if it is missing and mended if somebody changed its query. */
export async function ensureSegment(
  client: AdminClient,
  wanted: { name: string; query: string },
  calls: CallOptions,
): Promise<string> {
  const standing = await findSegment(client, wanted.name, calls);
  if (standing?.query === wanted.query) return standing.id;
  if (standing) {
    const variables = { id: standing.id, query: wanted.query };
    const { segmentUpdate } = await client.run(SEGMENT_UPDATE, variables, calls);
    if (segmentUpdate?.segment) return segmentUpdate.segment.id;
    throw refused('SegmentUpdate', segmentUpdate?.userErrors ?? []);
  }
  const { segmentCreate } = await client.run(SEGMENT_CREATE, wanted, calls);
  if (segmentCreate?.segment) return segmentCreate.segment.id;
  // Made by a call whose answer was lost, or by another process just now.
  const made = await findSegment(client, wanted.name, calls);
  if (made) return made.id;
  throw refused('SegmentCreate', segmentCreate?.userErrors ?? []);
}

async function findSegment(client: AdminClient, name: string, calls: CallOptions) {
  const query = `name:"${name.replaceAll('"', '')}"`;
  const { segments } = await client.run(SEGMENTS_BY_NAME, { query }, calls);
  return segments.nodes.find((segment) => segment.name === name);
}

/** Which of these customers the segment holds by now: Shopify puts them in some time after their tag. */
export async function segmentHolds(
  client: AdminClient,
  asked: { gid: string; customerIds: readonly CustomerId[]; thorough: boolean },
  calls: CallOptions,
): Promise<ReadonlySet<CustomerId>> {
  const wanted = new Set(asked.customerIds);
  const held = new Set<CustomerId>();
  if (wanted.size <= ONE_BY_ONE) {
    for (const id of wanted) {
      const variables = { customerId: toGid('Customer', id), segmentIds: [asked.gid] };
      const { customerSegmentMembership } = await client.run(SEGMENT_MEMBERSHIP, variables, calls);
      if (customerSegmentMembership.memberships.some((one) => one.isMember)) held.add(id);
    }
    return held;
  }
  let after: string | null = null;
  do {
    const page: (typeof SEGMENT_MEMBERS.data)['_output'] = await client.run(
      SEGMENT_MEMBERS,
      { segmentId: asked.gid, after },
      calls,
    );
    const { edges, pageInfo, totalCount } = page.customerSegmentMembers;
    for (const { node } of edges) {
      const id = parseId<CustomerId>(node.id);
      if (id === null) throw new AppError('SHOPIFY_REFUSED', 'a segment member without an id');
      if (wanted.has(id)) held.add(id);
    }
    const isTooEarly = totalCount < wanted.size && !asked.thorough;
    after = pageInfo.hasNextPage && !isTooEarly ? pageInfo.endCursor : null;
  } while (after !== null && held.size < wanted.size);
  return held;
}
