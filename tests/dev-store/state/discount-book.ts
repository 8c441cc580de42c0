import type {
  BulkCreationRecord,
  CodeDeletionRecord,
  DiscountRecord,
  RedeemCodeRecord,
} from './discount-records.ts';
import type { OrderRecord } from './records.ts';

/** How long Shopify takes for what it does in the background; settable by a control. */
export interface DiscountDelays {
  /** Until all codes of one bulk call are in. */
  bulkCreationMs: number;
  /** Until codes of one bulk deletion are gone. */
  codeDeletionMs: number;
  /** Until a redemption shows in `asyncUsageCount`. The limit itself does not lag. */
  usageCountMs: number;
}

/** An order that used a code. The order is live: a merge or redaction shows in it; deleting it gives nothing back. */
export interface Redemption {
  readonly order: OrderRecord;
  readonly at: number;
}

/** The discounts of one shop with their codes. Change it only through discounts.ts and discount-codes.ts. */
export class DiscountBook {
  readonly delays: DiscountDelays = { bulkCreationMs: 2_000, codeDeletionMs: 1_000, usageCountMs: 5_000 };
  readonly discounts = new Map<string, DiscountRecord>();
  readonly codes = new Map<string, RedeemCodeRecord>();
  /** Oldest first, by discount. */
  readonly codesByDiscount = new Map<string, Map<string, RedeemCodeRecord>>();
  readonly bulkCreations = new Map<string, BulkCreationRecord>();
  readonly codeDeletions = new Map<string, CodeDeletionRecord>();
  /** Those not yet through. */
  readonly openCreations = new Set<BulkCreationRecord>();
  readonly openDeletions = new Set<CodeDeletionRecord>();
  /** By redeem code id; kept when the code goes. */
  readonly redemptions = new Map<string, Redemption[]>();
  readonly #byText = new Map<string, RedeemCodeRecord>();

  /** A code without regard to case. */
  codeByText(text: string): RedeemCodeRecord | undefined {
    return this.#byText.get(foldCode(text));
  }

  codesOf(discountId: string): readonly RedeemCodeRecord[] {
    return [...(this.codesByDiscount.get(discountId)?.values() ?? [])];
  }

  codesCount(discountId: string): number {
    return this.codesByDiscount.get(discountId)?.size ?? 0;
  }

  addCode(code: RedeemCodeRecord): void {
    this.codes.set(code.id, code);
    this.#byText.set(foldCode(code.code), code);
    const siblings = this.codesByDiscount.get(code.discountId) ?? new Map<string, RedeemCodeRecord>();
    siblings.set(code.id, code);
    this.codesByDiscount.set(code.discountId, siblings);
  }

  renameCode(code: RedeemCodeRecord, text: string): void {
    this.#byText.delete(foldCode(code.code));
    code.code = text;
    this.#byText.set(foldCode(text), code);
  }

  removeCode(code: RedeemCodeRecord): void {
    this.codes.delete(code.id);
    this.#byText.delete(foldCode(code.code));
    this.codesByDiscount.get(code.discountId)?.delete(code.id);
  }

  redemptionsOf(codeId: string): readonly Redemption[] {
    return this.redemptions.get(codeId) ?? [];
  }
}

function foldCode(text: string): string {
  return text.toUpperCase();
}
