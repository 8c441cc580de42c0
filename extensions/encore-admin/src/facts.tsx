import type { Stage } from '../../../web/domain/lifecycle/stage.ts';
import type { OfferView } from '../../../web/domain/loyalty/member-view.ts';
import type { Words } from '../../shared/words.ts';
import type { CustomerAnswer } from './customer-answer.ts';
import { reasonText } from './reason-text.ts';

const TONES = { first_time: 'info', repeat: 'success', vip: 'success', lapsed: 'caution' } as const;

/** Stage with marks and why, the scores in words, points and tier, the open offer. */
export function CustomerFacts({ customer, words }: { customer: CustomerAnswer; words: Words }) {
  const { stage, marks, reason, scores, points, offer } = customer;
  return (
    <s-stack gap="base">
      <s-stack direction="inline" gap="small">
        <StageBadge stage={stage} words={words} />
        {marks.map((mark) => (
          <s-badge key={mark}>{words.t(`mark.${mark}`)}</s-badge>
        ))}
      </s-stack>
      {reason === null ? null : <s-text>{reasonText(reason, words)}</s-text>}
      {scores === null ? null : (
        <s-text color="subdued">
          {(['r', 'f', 'm'] as const)
            .map((name) => `${words.t(`score.${name}.${scores[name]}`)} (${words.number(scores[name])})`)
            .join(' · ')}
        </s-text>
      )}
      {points === null ? null : <PointsLine points={points} words={words} />}
      {offer === null ? null : <OfferLine offer={offer} words={words} />}
    </s-stack>
  );
}

function StageBadge({ stage, words }: { stage: Stage | null; words: Words }) {
  if (stage === null) return <s-badge>{words.t('stage.none')}</s-badge>;
  return <s-badge tone={TONES[stage]}>{words.t(`stage.${stage}`)}</s-badge>;
}

function PointsLine({ points, words }: { points: NonNullable<CustomerAnswer['points']>; words: Words }) {
  const parts = [
    words.t('balance', { points: words.points(points.points) }),
    ...(points.pendingPoints === 0
      ? []
      : [words.t('pending', { points: words.points(points.pendingPoints) })]),
    ...(points.debtPoints === 0 ? [] : [words.t('debt', { points: words.points(points.debtPoints) })]),
    ...(points.tier === null ? [] : [words.t('tier', { tier: points.tier.name })]),
  ];
  return <s-text>{parts.join(' · ')}</s-text>;
}

function OfferLine({ offer, words }: { offer: OfferView; words: Words }) {
  const params = { worth: words.worth(offer.value), code: offer.code, day: words.day(offer.endsAt) };
  return <s-text>{words.t('offer', params)}</s-text>;
}
