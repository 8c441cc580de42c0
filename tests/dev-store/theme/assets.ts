import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { HttpError, type Reply, type Route, route } from '../controls/http.ts';
import { EXTENSION_ASSETS, extension } from './render-page.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

function serve(folder: URL, file: string): Reply {
  const type = TYPES[extname(file)];
  const place = new URL(file, folder);
  if (type === undefined || !/^[\w.-]+$/.test(file) || !existsSync(place))
    throw new HttpError(404, `no asset ${file}`);
  return {
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'no-cache' },
    body: readFileSync(place),
  };
}

/** The files of the theme and of the app's theme extension, as they lie there now. */
export function themeAssetRoutes(): Route[] {
  return [
    route('GET', '/cdn/theme/:file', ({ params }) =>
      serve(new URL('files/assets/', import.meta.url), params.file ?? ''),
    ),
    route('GET', `${EXTENSION_ASSETS}/:file`, ({ params }) =>
      serve(new URL('assets/', extension.folder), params.file ?? ''),
    ),
  ];
}
