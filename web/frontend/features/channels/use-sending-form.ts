import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CampaignSettings, campaignSettingsRanges } from '../../../contract/channels.ts';
import { useFormat } from '../../shared/format.ts';
import { RequestError } from '../../shared/request.ts';
import { checkSending, type SendingForm, toSending, toSendingForm } from './sending-form.ts';

/** The form's state: what is typed, what it would save, what is wrong with it. */
export type SendingFormState = {
  form: SendingForm;
  set: (change: Partial<SendingForm>) => void;
  reset: () => void;
  /** This stands on the server now; what was typed since it was sent is still to be saved. */
  saved: (sent: SendingForm) => void;
  settings: CampaignSettings;
  dirty: boolean;
  valid: boolean;
  /** The sentence under a field, or undefined; the path is the field's place in `CampaignSettings`. */
  errorAt: (path: string) => string | undefined;
};

/** Edits what holds over all campaigns; unsaved edits survive a refetch, a save makes them the new base. */
export function useSendingForm(standing: CampaignSettings, saveError: Error | null): SendingFormState {
  const { t } = useTranslation();
  const format = useFormat();
  const base = useMemo(() => toSendingForm(standing), [standing]);
  const [edits, setEdits] = useState<SendingForm | null>(null);
  const form = edits ?? base;
  const settings = toSending(form, standing);
  const faults = checkSending(settings);
  const refused = saveError instanceof RequestError ? saveError.issues : [];
  const errorAt = (path: string) => {
    const fault = faults.get(path);
    if (fault === undefined) {
      const asServer = path.replace(/\.(from|to)$/, '.$1On');
      const issue = refused.find(({ field }) => {
        const bare = field.replace(/^settings\./, '');
        return bare === path || bare === asServer;
      });
      return issue && t('channels.fault.refused', { allowed: issue.allowed ?? issue.message });
    }
    const numbers = 'min' in fault ? { min: format.number(fault.min), max: format.number(fault.max) } : {};
    const days = format.number(campaignSettingsRanges.blackoutDays.max);
    return t(`channels.fault.${fault.kind}`, { ...numbers, days });
  };
  return {
    form,
    settings,
    dirty: JSON.stringify(settings) !== JSON.stringify(toSending(base, standing)),
    valid: faults.size === 0,
    set: (change) => setEdits({ ...form, ...change }),
    reset: () => setEdits(null),
    saved: (sent) => setEdits((standing) => (standing === sent ? null : standing)),
    errorAt,
  };
}
