import type { Enrolment } from '../domain/campaigns/enrolment.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { CampaignCounts } from '../use-cases/campaign-port.ts';
import type { EnrolmentStore, NewEnrolment, StoredMove } from '../use-cases/enrolment-port.ts';
import { FORGET_PERSON, PASS_PERSON_OVER } from './campaign-person.ts';
import { candidateReading } from './enrolment-candidates.ts';
import * as statement from './enrolment-statements.ts';
import { inParts, toJson } from './json-rows.ts';
import type { Sql } from './sql.ts';

const ROWS_PER_WRITE = 2_000;

type EnrolmentRow = {
  enrolment_id: string;
  campaign_id: number;
  version: number;
  customer_id: CustomerId;
  trigger_on: number;
  arm: number | null;
  held_out: boolean;
  share_bps: number;
  backlog: boolean;
  enrolled_at: Date;
  state: Enrolment['state'];
  step: number;
  due_at: Date | null;
  valid_until: Date | null;
};
type CountedRow = { customer_id: CustomerId; enrolment_id: string; counted_at: Date; new_offer: boolean };
type OverviewRow = {
  campaign_id: number;
  people: number;
  next_due_at: Date | null;
  credited: number;
};
type MoveRow = {
  enrolment_id: string;
  moved_at: Date;
  from_state: StoredMove['from'];
  to_state: StoredMove['to'];
  step: number;
  reason: StoredMove['reason'];
  params: Record<string, unknown>;
};

/** Who is in which campaign, and every move of it. */
export function createEnrolmentStore(sql: Sql): EnrolmentStore {
  const read = async (...asked: Parameters<typeof sql.rows>) =>
    (await sql.rows<EnrolmentRow>(...asked)).map(toEnrolment);
  return {
    ...candidateReading(sql),
    enrol: async (shop, rows) => {
      const enrolled: Enrolment[] = [];
      for (const part of inParts(rows, ROWS_PER_WRITE)) {
        enrolled.push(...(await read(statement.ENROL, [shop, toJson(part.map(toGiven))])));
        await sql.wrote(['enrolment', 'enrolment_move'], part.length);
      }
      return enrolled;
    },
    takeDue: (shop, now, customers) => read(statement.TAKE_DUE, [shop, now, customers]),
    nextDueAt: async (shop) =>
      (await sql.rows<{ due_at: Date }>(statement.NEXT_DUE, [shop]))[0]?.due_at ?? null,
    waitingOf: (shop, customerIds) => read(statement.WAITING_OF, [shop, customerIds]),
    find: (shop, enrolmentIds) => read(statement.FIND, [shop, enrolmentIds]),
    moves: async (shop, enrolmentIds) =>
      (await sql.rows<MoveRow>(statement.MOVES, [shop, enrolmentIds])).map(toMove),
    change: async (shop, changes, moves, at) => {
      const given = changes.map((change) => ({
        enrolment_id: change.enrolmentId,
        state: change.state,
        step: change.step,
        due_at: change.dueAt,
        valid_until: change.validUntil,
      }));
      const values = [shop, toJson(given), toJson(moves.map(toGivenMove)), at];
      const [row] = await sql.rows<{ changed: number }>(statement.CHANGE, values);
      return row?.changed ?? 0;
    },
    stopAll: async (shop, campaignId, reason, at) => {
      const values = [shop, campaignId, reason, at];
      const [row] = await sql.rows<{ stopped: number }>(statement.STOP_ALL, values);
      return row?.stopped ?? 0;
    },
    counted: async (shop, customerIds, since, enrolmentIds) => {
      const values = [shop, customerIds, since, enrolmentIds];
      return (await sql.rows<CountedRow>(statement.COUNTED, values)).map((row) => ({
        customerId: row.customer_id,
        enrolmentId: row.enrolment_id,
        countedAt: row.counted_at,
        newOffer: row.new_offer,
      }));
    },
    countBacklogSince: async (shop, campaignId, since) => {
      const values = [shop, campaignId, since];
      return (await sql.rows<{ count: number }>(statement.BACKLOG_SINCE, values))[0]?.count ?? 0;
    },
    overview: async (shop) => (await sql.rows<OverviewRow>(statement.OVERVIEW, [shop])).map(toCounts),
    passOver: (shop, from, to) =>
      sql.atomically(async (tx) => {
        for (const passing of PASS_PERSON_OVER) await tx.run(passing, [shop, from, to]);
      }),
    forget: (shop, customerId) =>
      sql.atomically(async (tx) => {
        for (const forgetting of FORGET_PERSON) await tx.run(forgetting, [shop, customerId]);
      }),
  };
}

function toGiven(row: NewEnrolment): object {
  return {
    campaign_id: row.campaignId,
    version: row.version,
    customer_id: row.customerId,
    trigger_on: row.triggerOn,
    arm: row.arm,
    held_out: row.heldOut,
    share_bps: row.shareBps,
    backlog: row.backlog,
    enrolled_at: row.enrolledAt,
    state: row.state,
    step: row.step,
    due_at: row.dueAt,
    valid_until: row.validUntil,
  };
}

function toGivenMove(move: Parameters<EnrolmentStore['change']>[2][number]): object {
  return {
    enrolment_id: move.enrolmentId,
    from_state: move.from,
    to_state: move.to,
    step: move.step,
    reason: move.reason,
    params: move.params,
  };
}

function toEnrolment(row: EnrolmentRow): Enrolment {
  return {
    enrolmentId: row.enrolment_id,
    campaignId: row.campaign_id,
    version: row.version,
    customerId: row.customer_id,
    triggerOn: row.trigger_on,
    arm: row.arm,
    heldOut: row.held_out,
    shareBps: row.share_bps,
    backlog: row.backlog,
    enrolledAt: row.enrolled_at,
    state: row.state,
    step: row.step,
    dueAt: row.due_at,
    validUntil: row.valid_until,
  };
}

function toMove(row: MoveRow): StoredMove {
  return {
    enrolmentId: row.enrolment_id,
    movedAt: row.moved_at,
    from: row.from_state,
    to: row.to_state,
    step: row.step,
    reason: row.reason,
    params: row.params,
  };
}

function toCounts(row: OverviewRow): CampaignCounts {
  return {
    campaignId: row.campaign_id,
    people: row.people,
    nextDueAt: row.next_due_at,
    ordersCredited: row.credited,
  };
}
