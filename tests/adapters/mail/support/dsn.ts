/** What a report says; the rest is as a mail server writes it. */
export type DsnParts = {
  action?: string;
  status?: string | null;
  diagnostic?: string | null;
  /** The returned mail's part, headers and type; null = none is returned. */
  returned?: { type: string; text: string } | null;
  headers?: readonly string[];
  recipients?: readonly string[];
};

export const RETURNED = {
  type: 'text/rfc822-headers',
  text: 'From: Tea House <hello@tea.example>\nTo: gone@example.com\nMessage-ID:\n <e7.1@tea.example>\nSubject: x',
};

/** A delivery status notification (RFC 3464) with CRLF line ends. */
export function dsn(parts: DsnParts = {}): Buffer {
  const { action = 'failed', status = '5.1.1', returned = RETURNED } = parts;
  const { diagnostic = 'smtp; 550 5.1.1 <gone@example.com>:\n    Recipient address rejected' } = parts;
  const block = (recipient: string): string =>
    [
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      ...(status === null ? [] : [`Status: ${status}`]),
      ...(diagnostic === null ? [] : [`Diagnostic-Code: ${diagnostic}`]),
    ].join('\n');
  const text = [
    'From: MAILER-DAEMON@mx.example.net',
    'To: hello@tea.example',
    'Subject: Undelivered Mail Returned to Sender',
    ...(parts.headers ?? []),
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    ' boundary="=_b/1"',
    '',
    'This is a MIME-encapsulated message.',
    '--=_b/1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Status: 2.0.0 - these words are for people: Action: delivered',
    '--=_b/1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    'Arrival-Date: Fri, 20 Nov 2026 08:00:00 +0000',
    '',
    (parts.recipients ?? ['gone@example.com']).map(block).join('\n\n'),
    '',
    ...(returned === null ? [] : ['--=_b/1', `Content-Type: ${returned.type}`, '', returned.text, '']),
    '--=_b/1--',
    '',
  ].join('\n');
  return Buffer.from(text.replaceAll('\n', '\r\n'));
}
