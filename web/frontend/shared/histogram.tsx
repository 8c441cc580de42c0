import { Text } from '@shopify/polaris';
import { useRef } from 'react';
import type { Bin } from '../../contract/settings.ts';
import { LineHandle, type Movable } from './line-handle.tsx';
import { placeInBins } from './place-in-bins.ts';

type Line = {
  at: number;
  label: string;
  /** The line can be moved between these values, by pointer and by keyboard. */
  movable?: Movable;
};
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

/** Bars of a distribution with one line in it; what lies beyond the line is lighter. */
export function Histogram({ bins, line, label, formatValue }: Props) {
  const plot = useRef<HTMLDivElement>(null);
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const width = WIDTH / Math.max(1, bins.length);
  const max = line?.movable?.max;
  const lineAt = line === null ? null : placeInBins(bins, line.at, max) * width;
  const last = bins.at(-1);
  return (
    <figure className="histogram">
      <div className="histogram-plot" ref={plot}>
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
        {line?.movable && lineAt !== null ? (
          <LineHandle
            bins={bins}
            value={line.at}
            text={line.label}
            share={lineAt / WIDTH}
            plot={plot}
            {...line.movable}
          />
        ) : null}
      </div>
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
