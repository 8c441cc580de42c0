import { createReadStream, existsSync } from 'node:fs';
import { type HttpRequest, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { uploadLimitBytes } from './files.ts';
import { readMultipart } from './multipart.ts';

const overheadBytes = 64 * 1024;

/** The storage beside Shopify: result files by signed address, uploads by form. Neither asks for a token. */
export function fileRoutes(local: LocalShopify): Route[] {
  return [
    route('GET', '/bulk-results/:operation.jsonl', (request) => download(local, request)),
    route('POST', '/staged-uploads', (request) => upload(local, request)),
  ];
}

function download(local: LocalShopify, request: HttpRequest): Reply {
  const operation = request.params.operation ?? '';
  const { searchParams } = request.url;
  const file = local.bulk.files.resultPath(operation);
  const isOpen = local.bulk.files.opens(
    operation,
    Number(searchParams.get('expires')),
    searchParams.get('signature') ?? '',
  );
  if (!isOpen) return refuse(403, 'AccessDenied', 'The address has expired or was changed');
  if (!existsSync(file)) return refuse(404, 'NoSuchKey', 'The specified key does not exist');
  return { status: 200, headers: { 'content-type': 'application/jsonl' }, body: createReadStream(file) };
}

/** Every parameter of the staged target must come first and unchanged, the file last, at most 100 MB. */
async function upload(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const body = await request.body(uploadLimitBytes + overheadBytes);
  const parts = readMultipart(body, request.raw.headers['content-type'] ?? '');
  const file = parts?.at(-1);
  if (parts === undefined || file?.name !== 'file') {
    return refuse(
      400,
      'InvalidArgument',
      'A form with the parameters first and the field "file" last is needed',
    );
  }
  const given = new Map(parts.slice(0, -1).map((part) => [part.name, part.content.toString('utf8')]));
  const staged = local.bulk.files.staged(given.get('key') ?? '');
  const isWhole =
    staged !== undefined && [...staged.parameters].every(([name, value]) => given.get(name) === value);
  if (!isWhole)
    return refuse(403, 'SignatureDoesNotMatch', 'The parameters are not those of the staged target');
  if (file.content.length > uploadLimitBytes)
    return refuse(400, 'EntityTooLarge', 'The file is larger than 100 MB');
  staged.content = Buffer.from(file.content);
  const xml = `<?xml version="1.0" encoding="UTF-8"?><PostResponse><Key>${staged.key}</Key></PostResponse>`;
  return { status: 201, headers: { 'content-type': 'application/xml' }, body: xml };
}

function refuse(status: number, code: string, message: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
