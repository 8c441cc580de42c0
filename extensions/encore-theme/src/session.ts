import type { MemberPoints, OpenCode, ShopperView } from '../../../web/domain/loyalty/member-view.ts';
import { changeCodes, readCart, redrawCart } from './cart.ts';
import { type PageData, readPageData } from './page-data.ts';
import { createProxy, type Failure } from './proxy.ts';
import { clashing, refusal } from './refusal.ts';
import { createVoice } from './voice.ts';

type Member = NonNullable<ShopperView['member']>;

/** What the page knows of the shopper. `loading` until the one request is answered; `guest` asks nothing at all. */
export type Known =
  | { is: 'guest' | 'loading' | 'failed' }
  | { is: 'ready'; member: Member | null; offer: ShopperView['offer']; timeZone: string };

export type Session = ReturnType<typeof openSession>;

let standing: Session | null | undefined;

/** One for all our blocks of the page; null where nothing is to be shown. */
export function session(): Session | null {
  if (standing === undefined) {
    const page = readPageData(document);
    standing = page && openSession(page);
    standing?.start();
  }
  return standing;
}

/** By then the app has looked for a code whose making was not confirmed. */
const LOOK_AGAIN_MS = 90_000;

const NOBODY: MemberPoints = {
  points: 0,
  pendingPoints: 0,
  debtPoints: 0,
  tier: null,
  nextTier: null,
  expiring: null,
};

export function openSession(page: PageData) {
  const proxy = createProxy(page.urls.proxy);
  const voice = createVoice(page);
  const watchers = new Set<() => void>();
  const requestKeys = new Map<string, string>();
  let known: Known = { is: page.loggedIn ? 'loading' : 'guest' };
  /** What the last action brought, in words; blocks show it where the action was. */
  let note = '';
  let busy = false;
  const inCart = new Set<string>();

  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  const become = (next: Known) => {
    known = next;
    tell();
  };

  /** One action at a time; its result in words for everybody who shows it. */
  async function act(action: () => Promise<string>): Promise<void> {
    if (busy) return;
    busy = true;
    note = '';
    tell();
    try {
      note = await action();
    } catch {
      note = voice.say('fail');
    } finally {
      busy = false;
      tell();
    }
  }

  async function load(): Promise<void> {
    const answer = await proxy.shopper();
    if (!answer.ok) return become({ is: 'failed' });
    const { member, offer, timeZone } = answer.value;
    become({ is: 'ready', member, offer, timeZone });
  }

  function changeMember(change: (member: Member) => Partial<Member>): void {
    if (known.is !== 'ready') return;
    const member = known.member ?? { ...NOBODY, history: [], codes: [], referral: null };
    known = { ...known, member: { ...member, ...change(member) } };
  }

  const line = (what: 'redeem' | 'redeem_back', points: number, rewardId: string) => {
    const reward = page.program.rewards.find((one) => one.rewardId === rewardId) ?? null;
    return { at: new Date().toISOString(), points, what, grantReason: null, orderId: null, reward } as const;
  };

  const openCodes = () => (known.is === 'ready' && known.member?.codes) || [];

  const words = (failure: Failure): string => {
    // Points may have come back, or gone elsewhere.
    if (failure === 'not_enough' || failure === 'fail') void load();
    return voice.say(failure);
  };

  /** Points for a code that is not used; the reason if they did not come back. */
  async function takeBack(code: OpenCode): Promise<Failure | null> {
    const answer = await proxy.giveBack(code.redemptionId);
    if (!answer.ok) return answer.failure;
    changeMember(({ codes, history }) => ({
      ...answer.value.points,
      codes: codes.filter((one) => one.redemptionId !== code.redemptionId),
      history: [line('redeem_back', code.points, code.rewardId), ...history],
    }));
    return null;
  }

  /** Puts a code into the cart and says what came of it. One just made that no goods would make fit is given back. */
  async function bringIn(code: OpenCode, isNew: boolean): Promise<string> {
    const reward = voice.reward(code.rewardId, code.value);
    const taken = await changeCodes(page.urls, { add: code.code });
    if (!taken) {
      const cart = taken === false && (await readCart(page.urls));
      if (!cart || cart.items.length === 0) return voice.say('done_ready', { reward, code: code.code });
      const { why, mayFit } = refusal({ page, voice }, cart, code, openCodes());
      const isBack = isNew && !mayFit && (await takeBack(code)) === null;
      return `${why} ${voice.say(isBack ? 'points_back' : 'kept', { code: code.code })}`;
    }
    await redrawCart();
    // Afterwards: a block drawn anew knows only the codes that Liquid names, and those that take off delivery are not among them.
    inCart.add(code.code);
    return voice.say('done_code', { reward });
  }

  return {
    page,
    voice,
    get known() {
      return known;
    },
    get note() {
      return note;
    },
    get busy() {
      return busy;
    },
    inCart,
    /** The cart's codes as just read. What was said of one that is gone is unsaid. */
    cartHolds(codes: readonly string[]): void {
      if ([...inCart].some((code) => !codes.includes(code))) note = '';
      inCart.clear();
      for (const code of codes) inCart.add(code);
    },
    /** The cart's codes that Liquid did not name are read from the cart itself. */
    async readCodes(): Promise<void> {
      const cart = await readCart(page.urls);
      const before = inCart.size;
      for (const { code, applicable } of cart?.discount_codes ?? []) if (applicable) inCart.add(code);
      // Drawing anew takes a button away under the finger and closes what was opened: not without news.
      if (inCart.size > before) tell();
    },
    /** The code in the cart that a reward cannot be used together with; null = none that is known of. */
    clashOf(rewardId: string): OpenCode | null {
      const codes = openCodes().filter(({ code }) => inCart.has(code));
      return clashing(rewardId, page.program.rewards, codes);
    },
    /** Forgets what the last action brought. */
    hush(): void {
      note = '';
      tell();
    },
    /** Calls `watcher` now and whenever something changes; answers how to stop. */
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      watcher();
      return () => watchers.delete(watcher);
    },
    start(): void {
      if (page.loggedIn) whenIdle(load);
    },
    load,

    /** Points become a reward, its code goes into the cart. A repeated tap after a lost answer asks with the same key. */
    redeem: (rewardId: string) =>
      act(async () => {
        const key = requestKeys.get(rewardId) ?? newKey();
        requestKeys.set(rewardId, key);
        const answer = await proxy.redeem(rewardId, key);
        if (!answer.ok) {
          if (answer.failure !== 'unsure') requestKeys.delete(rewardId);
          return words(answer.failure);
        }
        const { state, code, credit, points } = answer.value;
        changeMember(({ points: before, codes, history }) => ({
          ...points,
          codes: code ? [...codes, code] : codes,
          history:
            points.points === before
              ? history
              : [line('redeem', points.points - before, rewardId), ...history],
        }));
        if (state === 'pending') {
          setTimeout(load, LOOK_AGAIN_MS);
          return voice.say('done_later');
        }
        requestKeys.delete(rewardId);
        if (code) return bringIn(code, true);
        // Made and used or given back meanwhile, elsewhere.
        return credit
          ? voice.say('done_credit', { money: voice.money(credit.amountMinor) })
          : words('not_enough');
      }),

    useCode: (code: OpenCode) => act(() => bringIn(code, false)),

    /** The code leaves the cart and the points come back. */
    giveBack: (code: OpenCode) =>
      act(async () => {
        const failure = await takeBack(code);
        if (failure) return words(failure);
        if (!inCart.delete(code.code)) return voice.say('undone');
        await changeCodes(page.urls, { remove: code.code });
        await redrawCart();
        return voice.say('undone_code');
      }),

    getReferral: () =>
      act(async () => {
        const answer = await proxy.referral();
        if (!answer.ok) return words(answer.failure);
        changeMember(() => ({ referral: answer.value }));
        return '';
      }),

    /** Where the browser refuses, the link is left selected, to be copied by hand. */
    copy: async (text: string) => {
      let refused = false;
      await act(async () => {
        try {
          await navigator.clipboard.writeText(text);
          return voice.say('copied');
        } catch {
          refused = true;
          return voice.say('copy_by_hand');
        }
      });
      if (refused) selectLink();
    },
  };
}

/** The referral link that is seen: that of the open panel, else the page's. */
function selectLink(): void {
  const link =
    document.querySelector('dialog[open] [data-link]') ?? document.querySelector('encore-page [data-link]');
  if (link) getSelection()?.selectAllChildren(link);
}

/** After the page has loaded and the browser has nothing better to do. */
function whenIdle(work: () => void): void {
  const idle = () => (window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200)))(work);
  if (document.readyState === 'complete') idle();
  else addEventListener('load', idle, { once: true });
}

/** Unlike any other, also where `randomUUID` is missing (pages without TLS). */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
