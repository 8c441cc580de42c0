import { useEffect, useRef } from 'react';

/** Moves the focus to the first of these that stands once what was just clicked is drawn. */
export function useFocusNext(): (selectors: readonly string[]) => void {
  const wanted = useRef<readonly string[]>([]);
  useEffect(() => {
    const all = wanted.current.map((selector) => document.querySelector<HTMLElement>(selector));
    wanted.current = [];
    all.find((found) => found !== null)?.focus();
  });
  return (selectors) => {
    wanted.current = selectors;
  };
}

const itemAt = (list: string, at: number) => `#${list} > li:nth-child(${at + 1})`;
const FIELDS = ':is(input, select):enabled';

/** The first field of the card at this place of a list. */
export const fieldOf = (list: string, at: number): string[] => [`${itemAt(list, at)} ${FIELDS}`];

/** After a card was removed: what now stands at its place, else the button that adds one. */
export const afterRemoval = (list: string, at: number): string[] => [
  `${itemAt(list, at)} :is(button, input, select):enabled`,
  `#${list}-add`,
];
