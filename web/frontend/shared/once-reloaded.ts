/** Fetches a query anew, as `useQuery` hands it out. */
export type Reload = () => Promise<{ isSuccess: boolean }>;

/** What was refused is said until the newest stands here: a save before that would be refused again. */
export function onceReloaded(reload: Reload, dismiss: () => void): void {
  void reload().then(({ isSuccess }) => {
    if (isSuccess) dismiss();
  });
}
