import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import type { Bin } from '../../contract/settings.ts';
import { valueInBins } from './place-in-bins.ts';

/** Between which values a line may stand, what it is called, and who is told where it was moved. */
export type Movable = { min: number; max: number; name: string; onMove: (value: number) => void };

type Props = Movable & {
  bins: readonly Bin[];
  value: number;
  /** The value in words. */
  text: string;
  /** Where the line stands, of the plot's width. */
  share: number;
  plot: RefObject<HTMLDivElement>;
};

/** One press of PageUp or PageDown. */
const BIG_STEP = 14;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: BIG_STEP,
  PageDown: -BIG_STEP,
};

/** The grip of a histogram's line: a slider for keyboard and screen reader, dragged by mouse, pen or finger. */
export function LineHandle({ bins, value, text, share, plot, min, max, name, onMove }: Props) {
  const move = (wanted: number) => {
    const allowed = Math.max(min, Math.min(max, wanted));
    if (allowed !== value) onMove(allowed);
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const wanted =
      event.key === 'Home' ? min : event.key === 'End' ? max : step === undefined ? null : value + step;
    if (wanted === null) return;
    event.preventDefault();
    move(wanted);
  };
  const drag = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(valueInBins(bins, ((event.clientX - box.left) / box.width) * bins.length, max));
  };
  return (
    <div
      className="histogram-handle"
      style={{ insetInlineStart: `${share * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={text}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    />
  );
}
