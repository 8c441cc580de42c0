import type { DevStoreState } from '../state/dev-store-state.ts';
import type { ShopState } from '../state/shop-state.ts';
import { type AppBlock, appBlocks, blockSettings, mainTheme } from '../state/themes.ts';

/** A block where it stands, with what the merchant set of it. */
export type PlacedBlock = AppBlock & { readonly settings: Readonly<Record<string, unknown>> };

/** The app's blocks that the published theme shows on pages of a template (`product`, `page.loyalty`), embeds last. */
export function placedBlocks(
  state: DevStoreState,
  shop: ShopState,
  where: { readonly app: string; readonly template: string },
): { readonly sections: readonly PlacedBlock[]; readonly embeds: readonly PlacedBlock[] } {
  const theme = mainTheme(state, shop);
  const standing =
    theme === undefined
      ? []
      : appBlocks(theme, where.app).flatMap((one) =>
          one.disabled ? [] : [{ ...one, settings: blockSettings(theme, one) }],
        );
  // A page without a template of its own is shown by the one of its kind.
  const files = [where.template, where.template.split('.')[0]].map((name) => `templates/${name}.json`);
  const file = files.find((name) => theme?.files.has(name));
  return {
    sections: standing.filter((one) => one.file !== null && one.file === file),
    embeds: standing.filter((one) => one.file === null),
  };
}
