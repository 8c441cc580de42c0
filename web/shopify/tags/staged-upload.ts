import { AppError } from '../../domain/shared/errors.ts';
import type { AdminClient } from '../admin-client.ts';
import { STAGE_UPLOAD } from '../operations/bulk-operations.ts';
import { backoffMs } from '../pace.ts';
import type { Timing } from '../timing.ts';

const ATTEMPTS = 4;
const UPLOAD_MS = 5 * 60_000;

/**
 * Uploads the variables of a bulk mutation, one JSON object a line (Shopify takes up to 100 MB), and returns the path to run it with: the
 * parameter named `key`. @throws AppError SHOPIFY_REFUSED, SHOPIFY_UNAVAILABLE
 */
export async function uploadVariables(client: AdminClient, timing: Timing, lines: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const target = await stage(client);
    const form = new FormData();
    for (const { name, value } of target.parameters) form.append(name, value);
    form.append('file', new Blob([lines], { type: 'text/jsonl' }), 'variables.jsonl');
    const status = await post(target.url, form);
    if (status >= 200 && status < 300) return target.key;
    if (attempt + 1 === ATTEMPTS)
      throw new AppError('SHOPIFY_UNAVAILABLE', `the upload of bulk variables failed (HTTP ${status})`);
    await timing.wait(backoffMs(attempt, timing.random()));
  }
}

type Target = { url: string; key: string; parameters: { name: string; value: string }[] };

async function stage(client: AdminClient): Promise<Target> {
  const input = [
    {
      resource: 'BULK_MUTATION_VARIABLES',
      filename: 'variables.jsonl',
      mimeType: 'text/jsonl',
      httpMethod: 'POST',
    },
  ];
  const { stagedUploadsCreate } = await client.run(STAGE_UPLOAD, { input });
  const target = stagedUploadsCreate?.stagedTargets?.[0];
  const key = target?.parameters.find((parameter) => parameter.name === 'key')?.value;
  if (target?.url && key) return { url: target.url, key, parameters: target.parameters };
  const issues = (stagedUploadsCreate?.userErrors ?? []).map((error) => ({
    field: error.field?.join('.') ?? 'input',
    message: error.message,
  }));
  throw new AppError('SHOPIFY_REFUSED', 'Shopify gave no place for the upload', { issues });
}

/** HTTP status, 0 when there was no answer. The upload address is signed: no token goes there. */
async function post(url: string, body: FormData): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(UPLOAD_MS) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}
