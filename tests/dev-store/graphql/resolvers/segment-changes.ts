import { randomUUID } from 'node:crypto';
import type { SegmentRecord } from '../../state/records.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { parseSegment } from '../segment-query.ts';
import { memberQueryView } from './segment.ts';

interface SegmentPayload {
  readonly segment: SegmentRecord | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly message: string }[];
}

const MAX_SEGMENTS = 6000;
const refuse = (field: string, ...messages: string[]): SegmentPayload => ({
  segment: null,
  userErrors: messages.map((message) => ({ field: [field], message })),
});

function nameFault(context: AdminContext, name: string, own: SegmentRecord | undefined): string | undefined {
  if (name.trim() === '') return "Name can't be blank";
  if ([...name].length > 255) return 'Name is too long (maximum is 255 characters)';
  const taken = [...context.shop.segments.values()].some(
    (other) => other !== own && other.name === name.trim(),
  );
  return taken ? 'Name has already been taken' : undefined;
}

function queryFaults(query: string): readonly string[] {
  if (query.trim() === '') return ["Query can't be blank"];
  const parsed = parseSegment(query);
  return parsed.ok ? [] : parsed.problems;
}

function create(
  context: AdminContext,
  args: { readonly name: string; readonly query: string },
): SegmentPayload {
  const { state, shop } = context;
  const badName = nameFault(context, args.name, undefined);
  if (badName !== undefined) return refuse('name', badName);
  const problems = queryFaults(args.query);
  if (problems.length > 0) return refuse('query', ...problems);
  if (shop.segments.size >= MAX_SEGMENTS) return refuse('name', `Segments are limited to ${MAX_SEGMENTS}`);
  const now = state.clock.now();
  const segment: SegmentRecord = {
    id: shop.newId(),
    creationDate: now,
    lastEditDate: now,
    name: args.name.trim(),
    query: args.query.trim(),
  };
  shop.segments.set(segment.id, segment);
  state.emit(shop, [{ topic: 'segments/create', resource: { kind: 'segment', id: segment.id } }]);
  return { segment, userErrors: [] };
}

function update(
  context: AdminContext,
  args: { readonly id: string; readonly name?: string | null; readonly query?: string | null },
): SegmentPayload {
  const { state, shop } = context;
  const segment = shop.segments.get(idOfType(args.id, 'Segment'));
  if (segment === undefined) return refuse('id', 'Segment does not exist');
  const badName = args.name == null ? undefined : nameFault(context, args.name, segment);
  if (badName !== undefined) return refuse('name', badName);
  const problems = args.query == null ? [] : queryFaults(args.query);
  if (problems.length > 0) return refuse('query', ...problems);
  segment.name = args.name?.trim() ?? segment.name;
  segment.query = args.query?.trim() ?? segment.query;
  segment.lastEditDate = state.clock.now();
  state.emit(shop, [{ topic: 'segments/update', resource: { kind: 'segment', id: segment.id } }]);
  return { segment, userErrors: [] };
}

function remove(context: AdminContext, args: { readonly id: string }) {
  const { state, shop } = context;
  const id = idOfType(args.id, 'Segment');
  if (!shop.segments.delete(id)) {
    return { deletedSegmentId: null, userErrors: [{ field: ['id'], message: 'Segment does not exist' }] };
  }
  state.emit(shop, [{ topic: 'segments/delete', resource: { kind: 'segment', id } }]);
  return { deletedSegmentId: gid('Segment', id), userErrors: [] };
}

interface MembersQueryInput {
  readonly query?: string | null;
  readonly segmentId?: string | null;
}

function gatherMembers(context: AdminContext, { input }: { readonly input: MembersQueryInput }) {
  const { state, shop } = context;
  const refuseInput = (message: string) => ({
    customerSegmentMembersQuery: null,
    userErrors: [
      { __typename: 'CustomerSegmentMembersQueryUserError', field: ['input'], code: 'INVALID', message },
    ],
  });
  if (input.query != null && input.segmentId != null) {
    return refuseInput('Providing both segment_id and query is not supported.');
  }
  const segment =
    input.segmentId == null ? undefined : shop.segments.get(idOfType(input.segmentId, 'Segment'));
  const query = input.query ?? segment?.query;
  if (query === undefined) {
    return refuseInput(
      input.segmentId == null ? 'You must provide one of segment_id or query.' : 'Segment does not exist',
    );
  }
  const parsed = parseSegment(query);
  if (!parsed.ok) return refuseInput(parsed.problems.join(' '));
  const pending = { id: randomUUID(), query, readyAt: state.clock.now() + shop.segmentLagMs };
  shop.memberQueries.set(pending.id, pending);
  return { customerSegmentMembersQuery: memberQueryView(context, pending), userErrors: [] };
}

export const segmentChangeResolvers: ResolverMap = {
  Mutation: {
    segmentCreate: (_root: unknown, args: { readonly name: string; readonly query: string }, context) =>
      create(context, args),
    segmentUpdate: (
      _root: unknown,
      args: { readonly id: string; readonly name?: string | null; readonly query?: string | null },
      context,
    ) => update(context, args),
    segmentDelete: (_root: unknown, args: { readonly id: string }, context) => remove(context, args),
    customerSegmentMembersQueryCreate: (
      _root: unknown,
      args: { readonly input: MembersQueryInput },
      context,
    ) => gatherMembers(context, args),
  },
};
