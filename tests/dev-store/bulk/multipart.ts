/** One part of a form: its name, its file name where it is a file, and its bytes. */
export type FormPart = { name: string; filename: string | undefined; content: Buffer };

/** The parts of a `multipart/form-data` body in their order; undefined where it is not one. */
export function readMultipart(body: Buffer, contentType: string): FormPart[] | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!contentType.toLowerCase().startsWith('multipart/form-data') || mark === undefined) return undefined;
  const separator = Buffer.from(`--${mark}`);
  const parts: FormPart[] = [];
  let start = body.indexOf(separator);
  while (start !== -1) {
    const from = start + separator.length;
    const next = body.indexOf(separator, from);
    if (next === -1) break;
    const part = readPart(body.subarray(from + 2, next - 2));
    if (part === undefined) return undefined;
    parts.push(part);
    start = next;
  }
  return parts.length > 0 ? parts : undefined;
}

function readPart(bytes: Buffer): FormPart | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, end).toString('utf8');
  const name = /name="([^"]*)"/i.exec(head)?.[1];
  if (end === -1 || name === undefined) return undefined;
  return { name, filename: /filename="([^"]*)"/i.exec(head)?.[1], content: bytes.subarray(end + 4) };
}
