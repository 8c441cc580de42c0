import type { CodeCreation, ShopifyOffers } from '../../web/use-cases/ports.ts';

/**
 * What goes wrong with one addition of codes. `fails`: begun, and none is there in the end. `slow`: done at the third look, `stuck`:
 * never. `dies`: done, and whoever asked is gone before the answer.
 */
export type AdditionFault = 'fails' | 'slow' | 'stuck' | 'dies';

type Addition = { gid: string; codes: readonly string[]; looksLeft: number; failed: CodeCreation['failed'] };

/** Codes on discounts of one shop at Shopify, in memory; a code stands once in a shop. */
export class FakeCodeBook {
  /** Code → the discount that has it. */
  readonly codes = new Map<string, string>();
  /** How many codes each addition brought. */
  readonly added: number[] = [];
  /** Taken one by one by additions. */
  faults: (AdditionFault | 'none')[] = [];
  readonly #additions = new Map<string, Addition>();

  port(): Pick<ShopifyOffers, 'addCodes' | 'codeCreations' | 'discountOfCode' | 'codesHeld'> {
    return {
      addCodes: async (gid, codes) => this.#add(gid, codes),
      codeCreations: async (ids) =>
        new Map(
          ids.flatMap((id) => {
            const addition = this.#additions.get(id);
            return addition ? [[id, this.#look(addition)] as const] : [];
          }),
        ),
      discountOfCode: async (code) => {
        const gid = this.codes.get(code);
        return gid === undefined ? null : { gid, title: gid };
      },
      codesHeld: async (gid, codes) => new Set(codes.filter((code) => this.codes.get(code) === gid)),
    };
  }

  /** The merchant deletes a discount, and its codes with it. */
  deleteDiscount(gid: string): void {
    for (const [code, holder] of this.codes) if (holder === gid) this.codes.delete(code);
  }

  #add(gid: string, codes: readonly string[]): string {
    if (codes.length > 250) throw new Error('more than 250 codes in a call');
    const fault = this.faults.shift();
    this.added.push(codes.length);
    const id = `creation-${this.#additions.size + 1}`;
    const failed =
      fault === 'fails'
        ? codes.map((code) => ({ code, taken: false, message: 'try again later' }))
        : codes
            .filter((code) => this.codes.has(code))
            .map((code) => ({ code, taken: true, message: 'Code must be unique' }));
    const looksLeft = fault === 'slow' ? 2 : fault === 'stuck' ? Number.POSITIVE_INFINITY : 0;
    const addition = { gid, codes, looksLeft, failed };
    this.#additions.set(id, addition);
    if (looksLeft === 0) this.#import(addition);
    if (fault === 'dies') throw new Error('the process ended');
    return id;
  }

  #look(addition: Addition): CodeCreation {
    if (addition.looksLeft > 0) {
      addition.looksLeft -= 1;
      if (addition.looksLeft === 0) this.#import(addition);
      return { done: false, failed: [] };
    }
    return { done: true, failed: addition.failed };
  }

  #import({ gid, codes, failed }: Addition): void {
    const not = new Set(failed.map(({ code }) => code));
    for (const code of codes) if (!not.has(code)) this.codes.set(code, gid);
  }
}
