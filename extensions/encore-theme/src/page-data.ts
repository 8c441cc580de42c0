import type { ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import type locale from '../locales/en.default.json';

/** Every sentence a shopper may read, by name; the same names in each language of `locales/`. */
export type Word = keyof (typeof locale)['encore'];

/** What Liquid wrote into the page: the same for everybody but for `loggedIn`. `today`: the shop's day, `YYYY-MM-DD`. */
export type PageData = {
  program: ProgramView;
  loggedIn: boolean;
  locale: string;
  /** The currency prices are shown in, which may not be the shop's. */
  currency: string;
  today: string;
  urls: { proxy: string; logIn: string; cart: string; cartUpdate: string };
  words: Readonly<Record<Word, string>>;
};

/** The page's data; null where no program was published: then nothing of ours is shown. While it is off Liquid asks for offers alone. */
export function readPageData(root: ParentNode): PageData | null {
  const data = readJson<Omit<PageData, 'program'> & { program: ProgramView | null }>(root, '[data-encore]');
  return data?.program ? { ...data, program: data.program } : null;
}

/** JSON that Liquid left in a script element below `root`. */
export function readJson<T>(root: ParentNode, selector: string): T | null {
  try {
    return JSON.parse(root.querySelector(selector)?.textContent ?? 'null');
  } catch {
    return null;
  }
}
