import { useState } from 'preact/hooks';
import type { ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import { askApp, type TokenSource } from '../../shared/ask-app.ts';
import type { Words } from '../../shared/words.ts';
import { CopyButton } from './copy-button.tsx';

type Own = { code: string; url: string };
type SectionInput = {
  terms: NonNullable<ProgramView['referral']>;
  own: Own | null;
  token: TokenSource;
  words: Words;
};

/** What friends and the member get, and the member's link: made when asked for. */
export function ReferralSection({ terms, own, token, words }: SectionInput) {
  const [made, setMade] = useState<Own | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const link = made ?? own;
  const make = async (): Promise<void> => {
    if (state === 'busy') return;
    setState('busy');
    const answer = await askApp<Own>(token, '/ext/referral', {});
    if (answer.ok) setMade(answer.value);
    setState(answer.ok ? 'idle' : 'failed');
  };
  return (
    <s-section heading={words.t('referral.heading')}>
      <s-stack gap="base">
        <s-text>
          {words.t(terms.holdDays ? 'referral.terms' : 'referral.termsAtOnce', {
            worth: words.worth(terms.friendOffer),
            points: words.points(terms.advocatePoints),
            days: words.days(terms.holdDays ?? 0),
          })}
        </s-text>
        {link === null ? (
          <s-stack direction="inline">
            <s-button variant="secondary" loading={state === 'busy'} onClick={() => void make()}>
              {words.t('referral.make')}
            </s-button>
          </s-stack>
        ) : (
          <s-stack gap="small">
            <s-text>{link.url}</s-text>
            <s-stack direction="inline">
              <CopyButton id="referral-link" text={link.url} label={words.t('referral.copy')} />
            </s-stack>
          </s-stack>
        )}
        {state === 'failed' ? <s-banner tone="critical" heading={words.t('referral.failed')} /> : null}
      </s-stack>
    </s-section>
  );
}
