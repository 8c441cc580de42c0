/** Tables that grow from nothing to millions of rows within one session. */
export type GrowingTable =
  | 'webhook_inbox'
  | 'order_fact'
  | 'order_detail'
  | 'customer_fact'
  | 'tag_sync'
  | 'enrolment'
  | 'enrolment_move'
  | 'message'
  | 'message_delivery'
  | 'offer'
  | 'loyalty_account'
  | 'ledger_entry'
  | 'loyalty_grant';

const FIRST_ANALYZE_ROWS = 1_000;

/**
 * Says when a growing table needs new planner statistics: after 1,000 written rows, then after twice as many each time. A
 * plan that was cached while a table was nearly empty (of ours, or of a foreign key's check) may walk an index by shop alone and
 * would go on so, row by row, through a whole backfill: the server's autovacuum comes too late for that, and PGlite has none.
 */
export class TableGrowth {
  readonly #tables = new Map<GrowingTable, { written: number; limit: number }>();

  note(table: GrowingTable, rows: number): void {
    const { written, limit } = this.#tables.get(table) ?? { written: 0, limit: FIRST_ANALYZE_ROWS };
    this.#tables.set(table, { written: written + rows, limit });
  }

  /** The tables to analyze now; each is named once. */
  takeDue(): GrowingTable[] {
    const due = [...this.#tables].filter(([, { written, limit }]) => written >= limit);
    for (const [table, { limit }] of due) this.#tables.set(table, { written: 0, limit: limit * 2 });
    return due.map(([table]) => table);
  }
}
