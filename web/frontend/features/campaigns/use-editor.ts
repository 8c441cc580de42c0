import { useTranslation } from 'react-i18next';
import type { CampaignResponse } from '../../../contract/campaigns.ts';
import { useLaunch, useSaveCampaign } from './campaign-changes.ts';
import { useOutlook } from './terms-requests.ts';
import { useFaultText } from './use-fault-text.ts';
import { issuesIn, useTermsForm } from './use-terms-form.ts';

/** The form joined with what is asked about it and what saves and launches it. */
export function useEditor(campaign: CampaignResponse) {
  const { t } = useTranslation();
  const save = useSaveCampaign();
  const launch = useLaunch();
  const faultText = useFaultText();
  const plain = useTermsForm(campaign);
  const outlook = useOutlook(campaign.campaignId, plain.terms, plain.valid && !plain.readOnly);
  const dismiss = () => {
    save.reset();
    launch.reset();
  };
  const refused = [save.error, launch.error, outlook.error].flatMap(issuesIn);
  // What the server refused is said until the merchant types again.
  const form: typeof plain = {
    ...plain,
    set: (change) => {
      if (save.error || launch.error) dismiss();
      plain.set(change);
    },
    errorAt: (path) => {
      const issue = refused.find(({ field }) => field === path);
      return plain.errorAt(path) ?? (issue && faultText.issue(issue));
    },
  };
  return {
    form,
    outlook,
    save,
    launch,
    dismiss,
    onSave: () =>
      save.mutate(
        { campaign, terms: form.terms },
        {
          onSuccess: () => {
            form.saved(form.terms);
            shopify.toast.show(t('campaign.saved'));
          },
        },
      ),
    onDiscard: () => {
      dismiss();
      form.reset();
    },
    /** Refusals are shown on the page, so the question closes whatever comes of it. */
    onLaunch: (close: () => void) =>
      launch.mutate(
        { campaign, terms: form.terms, dirty: form.dirty },
        {
          onSuccess: () => {
            form.saved(form.terms);
            shopify.toast.show(t('campaign.launch.done'));
          },
          onSettled: close,
        },
      ),
  };
}
