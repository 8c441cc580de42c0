import { estimatePoints } from '../../../web/domain/loyalty/estimate.ts';
import { readJson } from './page-data.ts';
import { rateOf, toProgramMinor } from './prices.ts';
import type { Session } from './session.ts';
import { tierBpsOf } from './tier-bps.ts';

type Product = {
  id: string;
  giftCard: boolean;
  prices: Readonly<Record<string, number>>;
  variant: string;
};

/** "Earn about 12 points" for the chosen variant and quantity; nothing where the product earns nothing. */
export function drawProductPoints(session: Session, host: HTMLElement): readonly (string | null)[] {
  const product = readJson<Product>(host, '[data-product]');
  const { page, voice } = session;
  const rate = rateOf(page.currency, page.program);
  if (!product || rate === 0) return [];
  const { variant, quantity } = chosen(product, host);
  const totalMinor = toProgramMinor((product.prices[variant] ?? 0) * quantity, page.program, rate);
  const { id: productId, giftCard } = product;
  const points = estimatePoints(
    [{ productId, giftCard, totalMinor }],
    page.program,
    tierBpsOf(session),
    page.today,
  );
  return [points > 0 ? voice.say('estimate', { points: voice.points(points) }) : null];
}

/** What the page's form holds, as the shopper set it; themes also write the variant into the address. */
function chosen(product: Product, host: HTMLElement): { variant: string; quantity: number } {
  const section = host.closest('.shopify-section') ?? document;
  const form =
    section.querySelector<HTMLFormElement>('form[action*="/cart/add"]') ??
    document.querySelector<HTMLFormElement>('form[action*="/cart/add"]');
  const data = form && new FormData(form);
  const asked = [data?.get('id'), new URL(location.href).searchParams.get('variant'), product.variant];
  const variant = asked.find((id) => id && String(id) in product.prices);
  return {
    variant: String(variant ?? product.variant),
    quantity: Math.max(1, Number(data?.get('quantity')) || 1),
  };
}

/** Variant and quantity change by events of the theme's own controls. */
export function followProduct(redraw: () => void): () => void {
  // Themes set the hidden variant field in their own listener of the same event.
  const later = () => setTimeout(redraw, 0);
  document.addEventListener('change', later);
  document.addEventListener('input', later);
  return () => {
    document.removeEventListener('change', later);
    document.removeEventListener('input', later);
  };
}
