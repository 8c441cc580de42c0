import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** A mail in the double's INBOX; `flags` change by STORE. */
export type ImapMail = { uid: number; raw: Buffer; flags: Set<string>; receivedAt: Date };

export type ImapDouble = {
  port: number;
  mails: ImapMail[];
  /** Commands as they came, tag off. */
  commands: string[];
  /** Cuts the connection when a command begins with this. */
  cutAt: (command: string | undefined) => void;
  close(): Promise<void>;
};

export const MAILBOX_LOGIN = { user: 'returns', password: 'secret' };

/** The part of IMAP4rev1 that the return mailbox speaks, over a real socket. `keywords` false = marks of one's own are not kept. */
export async function startImapDouble(
  mails: ImapMail[],
  options: { keywords: boolean },
): Promise<ImapDouble> {
  const commands: string[] = [];
  let cut: string | undefined;
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let held = '';
    socket.on('data', (chunk) => {
      held += chunk.toString('utf8');
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        const [, tag = '', command = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
        commands.push(command.replace(/^LOGIN .*/, 'LOGIN'));
        if (cut !== undefined && command.startsWith(cut)) socket.destroy();
        else answer({ socket, tag, command, mails, keywords: options.keywords });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    commands,
    cutAt: (command) => {
      cut = command;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Turn = { socket: Socket; tag: string; command: string; mails: ImapMail[]; keywords: boolean };

/** What follows a command, the last line tagged. Unknown commands are refused. */
const ANSWERS: Readonly<Record<string, (turn: Turn) => readonly (string | Buffer)[]>> = {
  CAPABILITY: ({ tag }) => ['* CAPABILITY IMAP4rev1\r\n', `${tag} OK\r\n`],
  LOGIN: ({ tag, command }) => {
    const good = command.includes(MAILBOX_LOGIN.user) && command.includes(MAILBOX_LOGIN.password);
    return [good ? `${tag} OK in\r\n` : `${tag} NO [AUTHENTICATIONFAILED] wrong\r\n`];
  },
  LIST: ({ tag }) => ['* LIST () "/" INBOX\r\n', `${tag} OK\r\n`],
  LSUB: ({ tag }) => ['* LSUB () "/" INBOX\r\n', `${tag} OK\r\n`],
  NOOP: ({ tag }) => [`${tag} OK\r\n`],
  SELECT: (turn) => [
    ...selected(turn).map((line) => `${line}\r\n`),
    `${turn.tag} OK [READ-WRITE] selected\r\n`,
  ],
  'UID SEARCH': (turn) => [`${`* SEARCH ${found(turn).join(' ')}`.trimEnd()}\r\n`, `${turn.tag} OK\r\n`],
  'UID FETCH': (turn) => [...fetched(turn), `${turn.tag} OK\r\n`],
  'UID STORE': (turn) => {
    store(turn);
    return [`${turn.tag} OK\r\n`];
  },
  LOGOUT: ({ tag }) => ['* BYE\r\n', `${tag} OK\r\n`],
};

function answer(turn: Turn): void {
  const verb = /^(?:UID )?\w+/.exec(turn.command)?.[0].toUpperCase() ?? '';
  const parts = ANSWERS[verb]?.(turn) ?? [`${turn.tag} BAD unknown ${verb}\r\n`];
  for (const part of parts) turn.socket.write(part);
  if (verb === 'LOGOUT') turn.socket.end();
}

function selected({ mails, keywords }: Turn): string[] {
  return [
    '* FLAGS (\\Seen \\Deleted)',
    `* OK [PERMANENTFLAGS (\\Seen \\Deleted${keywords ? ' \\*' : ''})] kept`,
    `* ${mails.length} EXISTS`,
    '* 0 RECENT',
    '* OK [UIDVALIDITY 1] valid',
    `* OK [UIDNEXT ${mails.length + 100}] next`,
  ];
}

function found({ command, mails }: Turn): number[] {
  const keyword = /UNKEYWORD (\S+)/.exec(command)?.[1];
  const since = /SINCE "?([\w-]+)"?/.exec(command)?.[1];
  return mails
    .filter((mail) => keyword === undefined || !mail.flags.has(keyword))
    .filter((mail) => !/UNSEEN/.test(command) || !mail.flags.has('\\Seen'))
    .filter((mail) => since === undefined || mail.receivedAt.getTime() >= Date.parse(`${since} UTC`))
    .map(({ uid }) => uid)
    .reverse();
}

function fetched({ command, mails }: Turn): readonly (string | Buffer)[] {
  const uid = Number(/UID FETCH (\d+)/.exec(command)?.[1]);
  const index = mails.findIndex((mail) => mail.uid === uid);
  const mail = mails[index];
  if (mail === undefined) return [];
  if (!command.includes('PEEK')) mail.flags.add('\\Seen');
  const item = /BODY(?:\.PEEK)?\[\]<0/.test(command) ? 'BODY[]<0>' : 'BODY[]';
  return [`* ${index + 1} FETCH (UID ${uid} ${item} {${mail.raw.length}}\r\n`, mail.raw, ')\r\n'];
}

function store({ command, mails, keywords }: Turn): void {
  const [, uid, flags = ''] = /UID STORE (\d+) \+FLAGS(?:\.SILENT)? \(([^)]*)\)/.exec(command) ?? [];
  const mail = mails.find((candidate) => candidate.uid === Number(uid));
  for (const flag of flags.split(' ')) {
    if (keywords || flag.startsWith('\\')) mail?.flags.add(flag);
  }
}
