import { createHash } from 'node:crypto';
import type { ThemeRecord } from '../../state/records.ts';
import { themesOf } from '../../state/themes.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { asType } from '../type-of.ts';

interface ThemesArgs extends PageArgs {
  readonly roles?: readonly string[] | null;
  readonly names?: readonly string[] | null;
}
interface FilesArgs extends PageArgs {
  readonly filenames?: readonly string[] | null;
}
interface FileView {
  readonly theme: ThemeRecord;
  readonly filename: string;
  readonly content: string;
}

/** `templates/*.json` names many, a name without a star one. */
function named(pattern: string): (filename: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  const form = new RegExp(`^${parts.join('.*')}$`);
  return (filename) => form.test(filename);
}

const hash = (content: string): string => createHash('md5').update(content).digest('hex');

export const themeResolvers: ResolverMap = {
  QueryRoot: {
    themes: (_root: unknown, args: ThemesArgs, context, info) => {
      const all = themesOf(context.state, context.shop);
      const items = all.filter(
        (theme) => (args.roles?.includes(theme.role) ?? true) && (args.names?.includes(theme.name) ?? true),
      );
      return connection({ items, idOf: (theme) => theme.id, listOrder: true }, args, context, info);
    },
    theme: (_root: unknown, args: { readonly id: string }, { state, shop }) => {
      const id = idOfType(args.id, 'OnlineStoreTheme');
      return themesOf(state, shop).find((theme) => theme.id === id) ?? null;
    },
  },
  OnlineStoreTheme: {
    id: (theme: ThemeRecord) => gid('OnlineStoreTheme', theme.id),
    name: (theme: ThemeRecord) => theme.name,
    role: (theme: ThemeRecord) => theme.role,
    prefix: (theme: ThemeRecord) => `/t/${theme.id}`,
    processing: () => false,
    processingFailed: () => false,
    createdAt: (theme: ThemeRecord) => isoSeconds(theme.createdAt),
    updatedAt: (theme: ThemeRecord) => isoSeconds(theme.updatedAt),
    files: (theme: ThemeRecord, args: FilesArgs, context, info) => {
      const wanted = args.filenames?.map(named) ?? [() => true];
      const items = [...theme.files]
        .filter(([filename]) => wanted.some((matches) => matches(filename)))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([filename, content]): FileView => ({ theme, filename, content }));
      const page = { items, idOf: (file: FileView) => file.filename, listOrder: true };
      return { ...connection(page, args, context, info), userErrors: [] };
    },
  },
  OnlineStoreThemeFile: {
    filename: (file: FileView) => file.filename,
    contentType: () => 'application/json',
    checksumMd5: (file: FileView) => hash(file.content),
    size: (file: FileView) => String(Buffer.byteLength(file.content)),
    createdAt: ({ theme }: FileView) => isoSeconds(theme.createdAt),
    updatedAt: ({ theme }: FileView) => isoSeconds(theme.updatedAt),
    body: (file: FileView) => asType('OnlineStoreThemeFileBodyText', { content: file.content }),
  },
  OnlineStoreThemeFileBodyText: { content: ({ content }: { readonly content: string }) => content },
};
