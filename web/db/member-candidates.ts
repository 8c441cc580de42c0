import type { LocalDay } from '../domain/shared/time.ts';
import type { CandidateQuery } from '../use-cases/enrolment-port.ts';
import { CANDIDATE_COLUMNS, MATCHING_MEMBERS, withPoints } from './candidate-sql.ts';
import { PROGRAM, reached, STANDS, utcDay } from './member-points-sql.ts';
import type { Statement } from './sql.ts';

const DAY_MS = 86_400_000;
/** Ends within so many days after one that somebody was enrolled for need no reminders of their own. */
const ONE_LADDER_DAYS = 22;

type By = NonNullable<CandidateQuery['member']>['by'];

/** A range of accounts by an index, and the moment that makes them match. */
type Walk = {
  place: string;
  type: 'timestamptz' | 'bigint';
  newest: 'ASC' | 'DESC';
  within: string;
  join: string;
  moment: string;
  fits: string;
  /** Days of enrolments that stand for the same moment. */
  sameFrom: number;
};

const WALKS: Readonly<Record<By, Walk>> = {
  // By the index (shop, next_expiry_at, account): who came to match last is whose points end last.
  ending: {
    place: 'a.next_expiry_at',
    type: 'timestamptz',
    newest: 'DESC',
    within: 'a.next_expiry_at >= $13 AND a.next_expiry_at < $14',
    join: '',
    moment: 'a.next_expiry_at',
    fits: 'EXISTS (SELECT FROM program)',
    sameFrom: ONE_LADDER_DAYS,
  },
  // By the index (shop, available, account): the balance just reached stands lowest. Accounts that did not change are not looked into.
  reward: {
    place: 'a.available',
    type: 'bigint',
    newest: 'ASC',
    within: 'a.available >= (SELECT cost FROM program) AND a.changed_at >= $13',
    join: `CROSS JOIN ${reached('(SELECT cost FROM program)')} AS since`,
    moment: 'since.at',
    fits: 'since.at >= $13 AND since.at < $14',
    sameFrom: 1,
  },
};

/** $13, $14 from and before which instant */
const accounts = (
  { place, within }: Walk,
  rest: string,
) => `SELECT ${place} AS place, a.account_id, a.customer_id, a.available, a.next_expiry_at
        FROM loyalty_account a WHERE a.shop_id = $1 AND ${STANDS} AND ${within} ${rest}`;

/** The customer of an account, where they fit; asked account by account, so that a page reads no more than its own. The rest as `MATCHING_MEMBERS`. */
const fitting = ({ join, moment, fits, sameFrom }: Walk) => `LATERAL (
        SELECT ${CANDIDATE_COLUMNS} FROM customer_fact c ${join}
          LEFT JOIN LATERAL (
            SELECT true AS found FROM enrolment e WHERE $4::boolean AND e.shop_id = $1 AND e.campaign_id = $3
              AND e.customer_id = c.customer_id AND e.trigger_on BETWEEN ${utcDay(moment)} - ${sameFrom} AND ${utcDay(moment)} + 1 LIMIT 1
          ) AS enrolled ON true
        WHERE c.customer_id = a.customer_id AND ${fits} AND ${MATCHING_MEMBERS} LIMIT 1
      ) AS c`;

function page(by: By, newestFirst: boolean): Statement {
  const walk = WALKS[by];
  const ascends = (walk.newest === 'ASC') === newestFirst;
  const [direction, comparison] = ascends ? ['ASC', '>'] : ['DESC', '<'];
  const after = `AND (${walk.place}, a.account_id) ${comparison} ($15::${walk.type}, $16::bigint)
        ORDER BY ${walk.place} ${direction}, a.account_id ${direction} LIMIT $17`;
  return {
    name: `candidate_${by}_${newestFirst ? 'newest' : 'oldest'}_first`,
    text: `${withPoints(`SELECT a.place, a.account_id, c.* FROM (${accounts(walk, after)}) AS a LEFT JOIN ${fitting(walk)} ON true`)}
    ORDER BY c.place ${direction}, c.account_id ${direction}`,
  };
}

function count(by: By): Statement {
  return {
    name: `candidate_${by}_count`,
    text: `WITH ${PROGRAM}
      SELECT count(*)::int AS count FROM (${accounts(WALKS[by], '')}) AS a CROSS JOIN ${fitting(WALKS[by])}`,
  };
}

type Statements = { newestFirst: Statement; oldestFirst: Statement; count: Statement };
const statementsOf = (by: By): Statements => ({
  newestFirst: page(by, true),
  oldestFirst: page(by, false),
  count: count(by),
});
const STATEMENTS: Readonly<Record<By, Statements>> = {
  ending: statementsOf('ending'),
  reward: statementsOf('reward'),
};

export type MemberPlace = readonly [string, string];

/** How members of a range are read in pages of accounts: the statements, the range's values, and where the first page starts. */
export function memberReading(
  { by, fromOn, toOn }: NonNullable<CandidateQuery['member']>,
  newestFirst: boolean,
): { page: Statement; count: Statement; range: readonly Date[]; start: MemberPlace } {
  const statements = STATEMENTS[by];
  const up = (WALKS[by].newest === 'ASC') === newestFirst;
  const ends = by === 'ending' ? ['-infinity', 'infinity'] : [LEAST_ID, LARGEST_ID];
  return {
    page: newestFirst ? statements.newestFirst : statements.oldestFirst,
    count: statements.count,
    // A day more on both sides, for the shop's day is not Greenwich's; inside the rules decide.
    range: [startOf(fromOn - 1), startOf(toOn + 2)],
    start: [(up ? ends[0] : ends[1]) ?? '', up ? LEAST_ID : LARGEST_ID],
  };
}

const LEAST_ID = '-9223372036854775808';
const LARGEST_ID = '9223372036854775807';
/** Within what both a date and a timestamptz hold. */
const FARTHEST_DAY = 1_000_000;

function startOf(day: LocalDay): Date {
  return new Date(Math.max(-FARTHEST_DAY, Math.min(FARTHEST_DAY, day)) * DAY_MS);
}
