import type { Frame } from 'playwright-core';

type MailServer = { host: string; port: number; user: string; password: string };

/** Types the mail server into Settings, field by field as they are labelled. */
export async function fillEmailForm(frame: Frame, server: MailServer): Promise<void> {
  const field = (label: string) => frame.getByLabel(label, { exact: true });
  await field('Mail server').fill(server.host);
  await field('Port').fill(String(server.port));
  await field('Encryption').selectOption('none');
  await field('User name').fill(server.user);
  await field('Password').fill(server.password);
  await field('Sender’s name').fill('Tea House');
  await field('Sender’s address').fill('hello@tea-house.example');
  await field('Answers go to').fill('hello@tea-house.example');
  await field('Postal address').fill('12 Tràng Tiền, Hoàn Kiếm, Hà Nội');
}

/** Launches the campaign in the editor: the bar's button, then the question. */
export async function launchHere(frame: Frame, name: string): Promise<void> {
  await frame.getByText(/^Next 14 days: [\d,]+ people/).waitFor();
  await frame.getByRole('button', { name: 'Launch', exact: true }).click();
  const question = frame.getByRole('dialog', { name: `Launch “${name}”?` });
  await question.getByRole('button', { name: 'Launch', exact: true }).click();
  await frame.getByText(/^Version 1 has run since/).waitFor();
}
