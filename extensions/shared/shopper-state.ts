import { useEffect, useState } from 'preact/hooks';
import type { MemberPoints, OpenCode, ShopperView } from '../../web/domain/loyalty/member-view.ts';
import { askApp, type TokenSource } from './ask-app.ts';

export type ShopperState = {
  /** `failed`: the app gave no answer; what metafields told before may still be shown. */
  state: 'loading' | 'ready' | 'failed';
  view: ShopperView | null;
  reload(): void;
  /** Takes over what an own change answered, without asking again. */
  keep(points: MemberPoints, codes: (known: readonly OpenCode[]) => readonly OpenCode[]): void;
};

/** What the shopper's surfaces show, asked of the app once when they appear. */
export function useShopper(token: TokenSource): ShopperState {
  const [held, hold] = useState<Pick<ShopperState, 'state' | 'view'>>({ state: 'loading', view: null });
  const [asked, askAgain] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks anew; a token source is the surface's own.
  useEffect(() => {
    let isGone = false;
    void askApp<ShopperView>(token, '/ext/shopper').then((answer) => {
      if (isGone) return;
      hold((before) =>
        answer.ok ? { state: 'ready', view: answer.value } : { state: 'failed', view: before.view },
      );
    });
    return () => {
      isGone = true;
    };
  }, [asked]);
  return {
    ...held,
    reload: () => {
      hold((before) => ({ ...before, state: 'loading' }));
      askAgain((times) => times + 1);
    },
    keep: (points, codes) =>
      hold(({ state, view }) => ({
        state,
        view:
          view === null || view.member === null
            ? view
            : { ...view, member: { ...view.member, ...points, codes: codes(view.member.codes) } },
      })),
  };
}
