import pg from 'pg';

type Limited = { connectionParameters: { query_timeout: number } };
type AnyQuery = (this: pg.Client, ...request: unknown[]) => unknown;

const query = pg.Client.prototype.query as AnyQuery;

/**
 * node-postgres' client, except that `query_timeout` does not apply to cursors: it would end one so long after it was opened
 * however well it is being read, and keep the process alive until then.
 */
export class SessionClient extends pg.Client {}

const limited: AnyQuery = function (this: pg.Client, ...request) {
  const [first] = request;
  const isCursor =
    typeof first === 'object' && first !== null && 'submit' in first && !(first instanceof pg.Query);
  if (!isCursor) return query.apply(this, request);
  const { connectionParameters } = this as unknown as Limited;
  const limitMs = connectionParameters.query_timeout;
  connectionParameters.query_timeout = 0;
  try {
    return query.apply(this, request);
  } finally {
    connectionParameters.query_timeout = limitMs;
  }
};
SessionClient.prototype.query = limited as typeof pg.Client.prototype.query;
