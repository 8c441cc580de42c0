/** No connection (08), too many (53), shutting down or starting (57P), not taking connections (55000), and the network's own. */
const AWAY_CODE = /^(08...|53...|57P..|55000|ECONN\w+|EPIPE|ENOTFOUND|ETIMEDOUT|P10\d\d|P2024)$/;
/** What node-postgres says without a code. */
const AWAY_MESSAGE = /timeout exceeded when trying to connect|Connection terminated|pool after calling end/;

/** Whether an error means that the database could not be reached, so that the same request may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  return noSocket || AWAY_CODE.test(code) || AWAY_MESSAGE.test(error.message) || isDatabaseAway(error.cause);
}
