import type { FieldIssue } from '../domain/shared/errors.ts';
import type { CampaignCtx, EmailSettings } from './ports.ts';
import { refuse } from './steps/check-terms.ts';

/** What the merchant enters of the mail server; keys for signing are kept as they stand. */
export type EmailInput = Omit<EmailSettings, 'dkim'>;

/**
 * Saves how mail leaves; what was checked before no longer holds. A password that is absent stays, an empty one is taken away.
 * @throws AppError INVALID_INPUT with one issue per bad field
 */
export async function saveEmailChannel(
  { store, shop, clock }: Pick<CampaignCtx, 'store' | 'shop' | 'clock'>,
  input: { settings: EmailInput; password: string | undefined; returnPassword: string | undefined },
): Promise<void> {
  const { settings, password, returnPassword } = input;
  const standing = await store.channels.settings(shop.shopId, 'email');
  const willHave = (given: string | undefined, stands: boolean | undefined) =>
    given === undefined ? stands === true : given !== '';
  refuse([
    ...passwordIssues('password', settings.user, willHave(password, standing?.secretsSet.password)),
    ...(settings.returnMailbox
      ? passwordIssues(
          'returnPassword',
          settings.returnMailbox.user,
          willHave(returnPassword, standing?.secretsSet.returnPassword),
        )
      : []),
  ]);
  const secrets = { password: secretOf(password), returnPassword: secretOf(returnPassword) };
  const dkim = standing?.settings.dkim ?? null;
  await store.channels.save(shop.shopId, 'email', { settings: { ...settings, dkim }, secrets }, clock.now());
}

function passwordIssues(field: string, user: string | null, hasOne: boolean): FieldIssue[] {
  if (user === null || user === '' || hasOne) return [];
  return [{ field, message: 'is missing', allowed: 'the password of that user' }];
}

function secretOf(given: string | undefined): string | null | undefined {
  return given === '' ? null : given;
}
