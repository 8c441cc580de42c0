type Picked = { id: string; title: string };

/** Whether the admin offers its own picker (App Bridge outside the admin does not). */
export function canPick(): boolean {
  return typeof globalThis.shopify?.resourcePicker === 'function';
}

/** Products or collections chosen in the admin's picker, `multiple` false = one at most; ids as decimal strings; null = nothing was changed. */
export async function pickResources(
  type: 'product' | 'collection',
  ids: readonly string[],
  multiple = true,
): Promise<Picked[] | null> {
  const kind = type === 'product' ? 'Product' : 'Collection';
  const picked = await shopify.resourcePicker({
    type,
    multiple,
    action: 'select',
    selectionIds: ids.map((id) => ({ id: `gid://shopify/${kind}/${id}` })),
    ...(type === 'product' ? { filter: { variants: false } } : {}),
  });
  if (!picked) return null;
  return picked.map(({ id, title }) => ({ id: id.slice(id.lastIndexOf('/') + 1), title }));
}
