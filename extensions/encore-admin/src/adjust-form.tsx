import { useState } from 'preact/hooks';
import { askApp, type TokenSource } from '../../shared/ask-app.ts';
import { newRequestKey } from '../../shared/request-key.ts';
import type { Words } from '../../shared/words.ts';
import type { CustomerAnswer } from './customer-answer.ts';

const REASONS = ['goodwill', 'correction', 'campaign', 'other'] as const;
type Reason = (typeof REASONS)[number];
type State = 'idle' | 'busy' | 'done' | 'failed' | 'refused' | 'not_whole';

type FormInput = {
  token: TokenSource;
  path: string;
  /** Told what the customer looks like afterwards. */
  adjusted: (customer: CustomerAnswer) => void;
  words: Words;
};

/** Gives or takes points by hand. A click repeated after no answer adjusts once: it carries the same key. */
export function AdjustForm({ token, path, adjusted, words }: FormInput) {
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState<Reason>('goodwill');
  const [key, setKey] = useState(newRequestKey);
  const [state, setState] = useState<State>('idle');
  const submit = async (): Promise<void> => {
    const points = Number(amount);
    if (!Number.isSafeInteger(points) || points === 0) return setState('not_whole');
    setState('busy');
    const answer = await askApp<CustomerAnswer>(token, path, { points, reason, requestKey: key });
    if (answer.ok) {
      adjusted(answer.value);
      setAmount('');
    }
    const isRefused = !answer.ok && answer.status >= 400 && answer.status < 500;
    if (answer.ok || isRefused) setKey(newRequestKey());
    setState(answer.ok ? 'done' : isRefused ? 'refused' : 'failed');
  };
  const change = (set: () => void): void => {
    set();
    // Another adjustment than the one that may have been made.
    if (state === 'failed') setKey(newRequestKey());
    setState('idle');
  };
  return (
    <s-stack gap="small">
      <s-heading>{words.t('adjust.heading')}</s-heading>
      <s-number-field
        label={words.t('adjust.points')}
        value={amount}
        step={1}
        error={state === 'not_whole' ? words.t('adjust.not_whole') : ''}
        onInput={({ currentTarget }) => change(() => setAmount(currentTarget.value))}
      />
      <s-select
        label={words.t('adjust.reason')}
        value={reason}
        onChange={({ currentTarget }) => change(() => setReason(reasonOf(currentTarget.value)))}
      >
        {REASONS.map((each) => (
          <s-option key={each} value={each}>
            {words.t(`adjust.reasons.${each}`)}
          </s-option>
        ))}
      </s-select>
      <s-stack direction="inline">
        <s-button loading={state === 'busy'} onClick={() => void submit()}>
          {words.t('adjust.submit')}
        </s-button>
      </s-stack>
      {state === 'done' ? <s-banner tone="success" heading={words.t('adjust.done')} /> : null}
      {state === 'refused' || state === 'failed' ? (
        <s-banner tone="critical" heading={words.t(`adjust.${state}`)} />
      ) : null}
    </s-stack>
  );
}

function reasonOf(text: string): Reason {
  return REASONS.find((each) => each === text) ?? 'other';
}
