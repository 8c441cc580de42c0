import { useMemo, useState } from 'react';
import type { CampaignTerms } from '../../../contract/campaign-terms.ts';
import type { CampaignResponse } from '../../../contract/campaigns.ts';
import type { FieldIssue } from '../../../contract/errors.ts';
import { RequestError } from '../../shared/request.ts';
import { checkTerms } from './check-terms.ts';
import { useFaultText } from './use-fault-text.ts';

/** The editor's state: the terms as typed, what is wrong with them, and how to change them. */
export type TermsForm = {
  campaign: CampaignResponse;
  terms: CampaignTerms;
  currency: string;
  /** An ended campaign can only be read. */
  readOnly: boolean;
  /** A part of the terms, or what becomes of them when the change comes later than the click. */
  set: (change: Partial<CampaignTerms> | ((terms: CampaignTerms) => CampaignTerms)) => void;
  reset: () => void;
  /** These terms stand on the server now; what was typed since they were sent is still to be saved. */
  saved: (sent: CampaignTerms) => void;
  dirty: boolean;
  /** Nothing is wrong as far as can be told without the server. */
  valid: boolean;
  /** The sentence under a field, or undefined; the path is the field's place in the terms. */
  errorAt: (path: string) => string | undefined;
};

/** The fields a failed request found wrong, by their place in the terms. */
export function issuesIn(error: Error | null): readonly FieldIssue[] {
  const issues = error instanceof RequestError ? error.issues : [];
  return issues.map((issue) => ({ ...issue, field: issue.field.replace(/^terms\./, '') }));
}

/** Edits a campaign's terms; unsaved edits survive a refetch. */
export function useTermsForm(campaign: CampaignResponse): TermsForm {
  const faultText = useFaultText();
  const [edits, setEdits] = useState<CampaignTerms | null>(null);
  const terms = edits ?? campaign.terms;
  const faults = useMemo(() => checkTerms(terms), [terms]);
  return {
    campaign,
    terms,
    currency: campaign.currency,
    readOnly: campaign.state === 'ended',
    set: (change) =>
      setEdits((standing) => {
        const before = standing ?? campaign.terms;
        return typeof change === 'function' ? change(before) : { ...before, ...change };
      }),
    reset: () => setEdits(null),
    saved: (sent) => setEdits((standing) => (standing === sent ? null : standing)),
    dirty: JSON.stringify(terms) !== JSON.stringify(campaign.terms),
    valid: faults.size === 0,
    errorAt: (path) => {
      const fault = faults.get(path);
      return fault && faultText.fault(fault);
    },
  };
}
