import type { NewEntry, PostedPosition, Standing } from '../../../web/domain/loyalty/ledger.ts';

/** An append-only ledger as the database keeps it: refuses a key that stands and points that are no whole number above 0. */
export class LedgerBook {
  readonly totals: Standing = {};
  entries = 0;
  private readonly positions = new Map<string, { standing: Standing; nextSeq: number }>();

  post(entries: readonly NewEntry[]): void {
    for (const { position, seq, from, to, points } of entries) {
      const known = this.positions.get(position) ?? { standing: {}, nextSeq: 1 };
      if (seq !== known.nextSeq)
        throw new Error(`${position} has ${known.nextSeq - 1} entries, got number ${seq}`);
      if (!Number.isInteger(points) || points <= 0 || from === to)
        throw new Error(`no entry: ${points} ${from} ${to}`);
      known.nextSeq += 1;
      this.positions.set(position, known);
      for (const standing of [known.standing, this.totals]) {
        standing[from] = (standing[from] ?? 0) - points;
        standing[to] = (standing[to] ?? 0) + points;
      }
      this.entries += 1;
    }
  }

  posted(): PostedPosition[] {
    return [...this.positions].map(([position, known]) => ({ position, ...known }));
  }

  /** As an account's record is read: those merged into it included, numbering its own entries. */
  postedWith(others: readonly LedgerBook[]): PostedPosition[] {
    const own = new Map(
      this.posted().map((each) => [each.position, { ...each, standing: { ...each.standing } }]),
    );
    for (const other of others)
      for (const { position, standing } of other.posted()) {
        const sum = own.get(position) ?? { position, standing: {}, nextSeq: 1 };
        for (const book of Object.keys(standing) as (keyof Standing)[])
          sum.standing[book] = (sum.standing[book] ?? 0) + (standing[book] ?? 0);
        own.set(position, sum);
      }
    return [...own.values()];
  }
}
