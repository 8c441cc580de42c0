import type { CampaignKind, CampaignTerms } from '../../web/contract/campaign-terms.ts';
import type { CampaignSettings } from '../../web/contract/channels.ts';
import type { EncoreClient } from './encore-client.ts';
import type { LocalShop } from './local-shop.ts';

type MailServerView = { host: string; port: number; user: string; password: string };

/** What a merchant enters first: the mail server (the local one), and what holds over all campaigns. */
export async function setUpSending(
  client: EncoreClient,
  shop: LocalShop,
  settings: Partial<CampaignSettings>,
): Promise<void> {
  const { host, port, user, password } = await shop.get<MailServerView>('/__dev/mail-server');
  await client.saveEmail(
    {
      host,
      port,
      security: 'none',
      user,
      fromName: 'Mai Coffee',
      fromAddress: 'hello@mai-coffee.example',
      replyTo: 'hello@mai-coffee.example',
      postalAddress: '12 Tràng Tiền, Hoàn Kiếm, Hà Nội',
      dkimSelector: null,
      logoUrl: null,
      colour: '#1f5134',
      returnMailbox: null,
    },
    password,
  );
  await client.saveCampaignSettings(settings);
}

/** Launches a preset as it stands but for `changes`; answers the campaign's number. */
export async function launchPreset(
  client: EncoreClient,
  kind: CampaignKind,
  changes: Partial<CampaignTerms>,
): Promise<number> {
  const { presets } = await client.campaigns();
  const preset = presets.find((one) => one.kind === kind);
  if (!preset) throw new Error(`there is no preset ${kind}`);
  const { campaignId } = await client.launch({ ...preset.terms, ...changes });
  return campaignId;
}
