import { useEffect, useState } from 'preact/hooks';
import { askApp, type TokenSource } from '../../shared/ask-app.ts';
import { type I18n, makeWords } from '../../shared/words.ts';
import { AdjustForm } from './adjust-form.tsx';
import type { CustomerAnswer } from './customer-answer.ts';
import { CustomerFacts } from './facts.tsx';

type BlockInput = { i18n: I18n; token: TokenSource; customerId: string };
type Found = CustomerAnswer | 'asking' | 'unknown' | 'failed';

/** Stage, points and offer of the customer whose page is open. */
export function CustomerBlock({ i18n, token, customerId }: BlockInput) {
  const [found, find] = useState<Found>('asking');
  const [asked, askAgain] = useState(0);
  const path = `/ext/admin/customers/${customerId}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks anew; a token source is the surface's own.
  useEffect(() => {
    void askApp<CustomerAnswer>(token, path).then((answer) => {
      if (answer.ok) find(answer.value);
      else find(answer.status === 404 ? 'unknown' : 'failed');
    });
  }, [path, asked]);
  if (typeof found === 'string') {
    return (
      <s-admin-block heading={i18n.translate('heading')}>
        <Missing state={found} i18n={i18n} again={() => askAgain(asked + 1)} />
      </s-admin-block>
    );
  }
  return <Shown i18n={i18n} token={token} path={path} customer={found} adjusted={find} />;
}

type ShownInput = {
  i18n: I18n;
  token: TokenSource;
  path: string;
  customer: CustomerAnswer;
  adjusted: (customer: CustomerAnswer) => void;
};

function Shown({ i18n, token, path, customer, adjusted }: ShownInput) {
  const { currency, timeZone, stage, points, url } = customer;
  const words = makeWords(i18n, '', {
    program: { currency, pointsName: { en: '', vi: '', th: '' } },
    timeZone,
  });
  return (
    <s-admin-block heading={words.t('heading')} collapsedSummary={words.t(`stage.${stage ?? 'none'}`)}>
      <s-stack gap="base">
        <CustomerFacts customer={customer} words={words} />
        {points === null ? null : (
          <AdjustForm token={token} path={`${path}/adjust`} adjusted={adjusted} words={words} />
        )}
        <s-link href={`app:${url.replace(/^\//, '')}`}>{words.t('open')}</s-link>
      </s-stack>
    </s-admin-block>
  );
}

function Missing(part: { state: 'asking' | 'unknown' | 'failed'; i18n: I18n; again: () => void }) {
  const { state, i18n, again } = part;
  if (state === 'asking') return <s-spinner accessibilityLabel={i18n.translate('loading')} />;
  if (state === 'unknown') return <s-text>{i18n.translate('unknown')}</s-text>;
  return (
    <s-stack gap="base">
      <s-text>{i18n.translate('failed')}</s-text>
      <s-stack direction="inline">
        <s-button onClick={again}>{i18n.translate('again')}</s-button>
      </s-stack>
    </s-stack>
  );
}
