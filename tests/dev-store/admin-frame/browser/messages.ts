/** What the framed app asks of the admin around it, and what the admin tells it, by postMessage. */
export type ToAdmin =
  | { bridge: 'id-token'; call: number }
  | { bridge: 'location'; path: string }
  | { bridge: 'title'; title: string }
  | { bridge: 'loading'; on: boolean }
  | { bridge: 'nav'; links: { label: string; path: string }[] };

export type ToApp =
  | { bridge: 'id-token'; call: number; token: string | undefined }
  | { bridge: 'navigate'; path: string };

export function isBridgeMessage(data: unknown): data is { bridge: string } {
  return typeof data === 'object' && data !== null && 'bridge' in data && typeof data.bridge === 'string';
}
