import { allDone } from './all-done.ts';
import { launchPreset, setUpSending } from './campaign-setup.ts';
import type { EncoreClient } from './encore-client.ts';
import type { HostedEncore } from './encore-host.ts';
import type { LocalShop } from './local-shop.ts';
import { followMail, openMailbox, type ReadMail } from './mailbox.ts';
import type { Stage } from './simulate-days.ts';

/** One campaign from enrolment to credit, counted. `mails` lie in the inbox; `messagesToHoldout` must be 0. */
export type CampaignNumbers = {
  enrolled: number;
  heldOut: number;
  codes: number;
  mails: number;
  credited: number;
  messagesToHoldout: number;
};

const NEWCOMERS = 30;
const BOUGHT_DAYS_AGO = 40;
const DAY_MS = 86_400_000;
/** Half is held back and nobody sleeps, so that a handful of people at any hour is enough. */
const SETTINGS = {
  comparisonGroup: { enabled: true, shareBps: 5_000 },
  quietHours: { fromMinute: 0, toMinute: 0 },
};

/**
 * A second-purchase campaign through HTTP alone: enrolled and held out, codes made and bound, mailed, one mail's link
 * followed and its code used at checkout, the order credited. Answers the numbers and what was not as it should be.
 */
export async function checkCampaign(
  { encore, shop }: Stage,
  client: EncoreClient,
): Promise<{ numbers: CampaignNumbers; faults: string[] }> {
  const variantId = await addProduct(shop);
  await addNewcomers(shop);
  await allDone(encore, shop);
  await setUpSending(client, shop, SETTINGS);
  const campaignId = await launchPreset(client, 'second_purchase', {
    audience: { countries: [], minSpentMinor: null, startDay: 20, endDay: 100 },
    channels: { email: true, on_site: false, flow: false, webhook: false },
    backlogPerDay: 200,
  });
  await allDone(encore, shop);
  await encore.tick();
  await allDone(encore, shop);
  const mails = await openMailbox(shop).newMails();
  const people = await readPeople(encore, shop, campaignId);
  const faults = mailFaults(mails, people);
  faults.push(...(await buyWithCode(shop, { mails, people, variantId })));
  await allDone(encore, shop);
  const judged = judge(await count(encore, campaignId), mails, people);
  return { numbers: judged.numbers, faults: [...faults, ...judged.faults] };
}

type Person = { customerId: string; heldOut: boolean; email: string | null };

async function addProduct(shop: LocalShop): Promise<string> {
  const product = await shop.post<{ variants: { id: string }[] }>('/products', {
    title: 'Sampler',
    variants: [{ priceMinor: 100_000 }],
  });
  return product.variants[0]?.id ?? '';
}

/** Subscribers who bought once, long enough ago. */
async function addNewcomers(shop: LocalShop): Promise<void> {
  const at = new Date(Date.now() - BOUGHT_DAYS_AGO * DAY_MS).toISOString();
  for (let serial = 0; serial < NEWCOMERS; serial++) {
    const { id } = await shop.post<{ id: string }>('/customers', {
      email: `newcomer${serial}@example.com`,
      firstName: 'Lan',
      locale: 'vi',
      countryCode: 'VN',
      emailConsent: { state: 'SUBSCRIBED' },
    });
    const lines = [{ title: 'Demo', quantity: 1, unitPriceMinor: 100_000 }];
    await shop.post('/orders', { customerId: id, lines, payment: 'paid', createdAt: at, processedAt: at });
  }
}

async function readPeople(
  { pool }: HostedEncore,
  shop: LocalShop,
  campaignId: number,
): Promise<Map<string, Person>> {
  const { rows } = await pool.query<{ id: string; held_out: boolean }>(
    'SELECT customer_id::text AS id, held_out FROM enrolment WHERE campaign_id = $1',
    [campaignId],
  );
  const people = new Map(
    rows.map(({ id, held_out: heldOut }): [string, Person] => [id, { customerId: id, heldOut, email: null }]),
  );
  for await (const { id, email } of shop.customers()) {
    const person = people.get(id);
    if (person) person.email = email;
  }
  return people;
}

function mailFaults(mails: readonly ReadMail[], people: ReadonlyMap<string, Person>): string[] {
  const treated = new Set([...people.values()].filter(({ heldOut }) => !heldOut).map(({ email }) => email));
  const faults: string[] = [];
  if (new Set(mails.map(({ to }) => to)).size < mails.length) faults.push('somebody got two mails');
  if (mails.some(({ to }) => !treated.has(to))) faults.push('a mail went to somebody who was not to get one');
  if (mails.some(({ code }) => code === null)) faults.push('a mail came without its code');
  return faults;
}

/** The owner of a code buys with it; before that somebody of the comparison group tries, and must be refused. */
async function buyWithCode(
  shop: LocalShop,
  {
    mails,
    people,
    variantId,
  }: { mails: readonly ReadMail[]; people: ReadonlyMap<string, Person>; variantId: string },
): Promise<string[]> {
  const everybody = [...people.values()];
  const heldOut = everybody.find((one) => one.heldOut);
  const [mail] = mails;
  const owner = everybody.find(({ email }) => email === mail?.to);
  if (!mail || !owner || !heldOut) return ['nobody there to buy or to be refused'];
  const code = await followMail(mail);
  const tryCode = (customerId: string) =>
    shop.post<{ placed: boolean; applied: unknown[] }>('/checkout', {
      customerId,
      codes: [code],
      lines: [{ variantId }],
    });
  const faults: string[] = [];
  if ((await tryCode(heldOut.customerId)).placed) faults.push('a held-out customer used a code');
  const bought = await tryCode(owner.customerId);
  if (!bought.placed || bought.applied.length === 0) faults.push('the code did not work for its owner');
  return faults;
}

const COUNTS = `SELECT
  (SELECT count(*) FROM offer WHERE campaign_id = $1 AND state IN ('issued', 'redeemed'))::int AS codes,
  (SELECT count(*) FROM order_credit WHERE campaign_id = $1)::int AS credited,
  (SELECT count(*) FROM message WHERE campaign_id = $1 AND state = 'sent')::int AS sent,
  (SELECT count(*) FROM message m JOIN enrolment e USING (shop_id, enrolment_id)
    WHERE m.campaign_id = $1 AND e.held_out AND m.state <> 'held_out')::int AS "toHoldout"`;

type Counts = { codes: number; credited: number; sent: number; toHoldout: number };

async function count({ pool }: HostedEncore, campaignId: number): Promise<Counts> {
  const { rows } = await pool.query<Counts>(COUNTS, [campaignId]);
  return rows[0] ?? { codes: 0, credited: 0, sent: 0, toHoldout: 0 };
}

function judge(
  { codes, credited, sent, toHoldout }: Counts,
  mails: readonly ReadMail[],
  people: ReadonlyMap<string, Person>,
): { numbers: CampaignNumbers; faults: string[] } {
  const heldOut = [...people.values()].filter((one) => one.heldOut);
  const addresses = new Set(heldOut.map(({ email }) => email));
  const numbers = {
    enrolled: people.size,
    heldOut: heldOut.length,
    codes,
    mails: mails.length,
    credited,
    messagesToHoldout: toHoldout + mails.filter(({ to }) => addresses.has(to)).length,
  };
  const faults: string[] = [];
  if (numbers.messagesToHoldout > 0)
    faults.push(`${numbers.messagesToHoldout} messages to held-out customers`);
  if (credited < 1) faults.push('no order was credited');
  if (mails.length !== sent) faults.push(`${mails.length} mails came of ${sent} sent`);
  if (codes < mails.length) faults.push(`${codes} codes for ${mails.length} mails`);
  return { numbers, faults };
}
