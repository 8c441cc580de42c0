import { invalidId } from './refusal.ts';

/** `gid://shopify/Order/1` */
export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

export interface ParsedGid {
  readonly type: string;
  readonly id: string;
}

const FORM = /^gid:\/\/shopify\/([A-Za-z]+)\/([^/?]+)(\?.*)?$/;

/** The parts of a gid, or undefined where the text is none. */
export function parseGid(text: string): ParsedGid | undefined {
  const match = FORM.exec(text);
  const type = match?.[1];
  const id = match?.[2];
  return type === undefined || id === undefined ? undefined : { type, id };
}

/** The numeric id of a gid of `type`; another type or form is a top-level RESOURCE_NOT_FOUND, as recorded. */
export function idOfType(text: string, type: string): string {
  const parsed = parseGid(text);
  if (parsed === undefined || parsed.type !== type || !/^\d+$/.test(parsed.id)) throw invalidId(text);
  return parsed.id;
}
