import type { MemberPoints, ProgramView } from '../../../web/domain/loyalty/member-view.ts';

type Entry = { target: { type: string }; metafield: { namespace: string; key: string; value: string } };

/** What Shopify itself holds of the program and of the logged-in member: shown until the app's server has answered. */
export function seenInMetafields(entries: readonly Entry[]): {
  program: ProgramView | null;
  member: MemberPoints | null;
} {
  const read = <Value>(type: string, key: string): Value | null => {
    const entry = entries.find(
      ({ target, metafield }) =>
        target.type === type && metafield.namespace === '$app:loyalty' && metafield.key === key,
    );
    if (entry === undefined) return null;
    try {
      return JSON.parse(entry.metafield.value) as Value;
    } catch {
      return null;
    }
  };
  return { program: read('shop', 'program'), member: read('customer', 'member') };
}
