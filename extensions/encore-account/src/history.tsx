import { useState } from 'preact/hooks';
import type { HistoryLine } from '../../../web/domain/loyalty/member-view.ts';
import type { Words } from '../../shared/words.ts';

const AT_ONCE = 10;

/** What came and went, newest first, ten lines until asked for more. */
export function HistorySection({ history, words }: { history: readonly HistoryLine[]; words: Words }) {
  const [shown, setShown] = useState(AT_ONCE);
  return (
    <s-section heading={words.t('history.heading')}>
      {history.length === 0 ? <s-text color="subdued">{words.t('history.empty')}</s-text> : null}
      <s-stack gap="small" accessibilityRole="unordered-list">
        {history.slice(0, shown).map((line) => (
          <s-stack
            key={`${line.at} ${line.what} ${line.orderId} ${line.points}`}
            accessibilityRole="list-item"
          >
            <s-grid gridTemplateColumns="1fr auto" gap="base">
              <s-stack>
                <s-text>{sentence(line, words)}</s-text>
                <s-text color="subdued">{small(line, words)}</s-text>
              </s-stack>
              <s-text type="strong">{words.change(line.points)}</s-text>
            </s-grid>
          </s-stack>
        ))}
      </s-stack>
      {history.length <= shown ? null : (
        <s-stack direction="inline" paddingBlockStart="base">
          <s-button variant="secondary" onClick={() => setShown(shown + AT_ONCE)}>
            {words.t('history.more')}
          </s-button>
        </s-stack>
      )}
    </s-section>
  );
}

/** What it was; a reward by its name. */
function sentence({ what, grantReason, reward }: HistoryLine, words: Words): string {
  if (what === 'grant' && grantReason !== null) return words.t(`history.grant.${grantReason}`);
  const text = words.t(`history.${what}`);
  return reward == null ? text : `${text}: ${words.reward(reward)}`;
}

/** Its day, and the day its order was placed where that is another: orders are known to us by their day alone. */
function small({ at, orderedAt }: HistoryLine, words: Words): string {
  const day = words.date(at);
  const ordered = orderedAt == null ? day : words.date(orderedAt);
  return ordered === day ? day : words.t('history.orderedOn', { day, ordered });
}
