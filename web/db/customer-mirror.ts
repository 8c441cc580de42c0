import type { CustomerId } from '../domain/shared/ids.ts';
import type { CustomerMirror } from '../use-cases/store-port.ts';

export type MirrorRow = {
  customer_id: CustomerId;
  profile_updated_at: Date;
  locale: string | null;
  country: string | null;
  email_consent: string | null;
  sms_consent: string | null;
  excluded: boolean;
  desired: string[] | null;
  standing: string[] | null;
};

export function toMirror(row: MirrorRow): CustomerMirror {
  return {
    updatedAt: row.profile_updated_at,
    locale: row.locale,
    country: row.country,
    emailConsent: row.email_consent,
    smsConsent: row.sms_consent,
    excluded: row.excluded,
    desiredTags: row.desired ?? [],
    standingTags: row.standing ?? [],
  };
}
