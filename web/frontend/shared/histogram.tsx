import { Text } from '@shopify/polaris';
import type { Bin } from '../../contract/settings.ts';

type Line = { at: number; label: string };
type Props = {
  bins: readonly Bin[];
  /** The limit or threshold in the bins' unit. */
  line: Line | null;
  /** What the picture shows, in words. */
  label: string;
  formatValue: (value: number) => string;
};

const WIDTH = 320;
const HEIGHT = 90;

/** Where a value stands among the bins, in bin widths from the left; values past the last start stand in the last bin. */
export function placeInBins(bins: readonly Bin[], value: number): number {
  const at = bins.findIndex((bin) => value < (bin.to ?? Number.POSITIVE_INFINITY));
  const bin = bins[at];
  if (!bin) return bins.length;
  if (bin.to === null) return at + 0.5;
  return at + Math.max(0, Math.min(1, (value - bin.from) / (bin.to - bin.from)));
}

/** Bars of a distribution with one line in it; what lies beyond the line is lighter. */
export function Histogram({ bins, line, label, formatValue }: Props) {
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const width = WIDTH / Math.max(1, bins.length);
  const lineAt = line === null ? null : placeInBins(bins, line.at) * width;
  const last = bins.at(-1);
  return (
    <figure className="histogram">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {bins.map((bin, at) => {
          const height = bin.count === 0 ? 0 : Math.max(1, (bin.count / most) * (HEIGHT - 4));
          const beyond = lineAt !== null && (at + 0.5) * width > lineAt;
          return (
            <rect
              key={bin.from}
              className={beyond ? 'histogram-bar histogram-beyond' : 'histogram-bar'}
              x={at * width + 0.5}
              y={HEIGHT - height}
              width={Math.max(0.5, width - 1)}
              height={height}
            />
          );
        })}
        {lineAt === null ? null : (
          <line className="histogram-line" x1={lineAt} x2={lineAt} y1={0} y2={HEIGHT} />
        )}
      </svg>
      <figcaption>
        <Text as="span" variant="bodySm" tone="subdued">
          {formatValue(bins[0]?.from ?? 0)}
        </Text>
        {line === null ? null : (
          <Text as="span" variant="bodySm" fontWeight="medium">
            {line.label}
          </Text>
        )}
        <Text as="span" variant="bodySm" tone="subdued">
          {last ? `${formatValue(last.from)}${last.to === null ? '+' : ''}` : ''}
        </Text>
      </figcaption>
    </figure>
  );
}
