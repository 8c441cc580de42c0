/** Puts an answer into the browser's downloads. A plain link would carry no session token. */
export async function saveAsFile(answer: Response, name: string): Promise<void> {
  const url = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser reads the file after the click; a minute is plenty.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A list that is all here already: the server is not asked again. */
export async function saveCsv(csv: string, name: string): Promise<void> {
  await saveAsFile(new Response(csv, { headers: { 'content-type': 'text/csv; charset=utf-8' } }), name);
}
