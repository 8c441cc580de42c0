import { type RefObject, useRef, useState } from 'react';
import { STATE_ID, SWITCH_ID } from './state-card.tsx';
import { useFocusNext } from './use-focus-next.ts';
import type { useProgramEditor } from './use-program-editor.ts';

type Editor = Pick<ReturnType<typeof useProgramEditor>, 'form' | 'onTurn'>;
type Asking = 'launch' | 'stop' | null;

/** Launching and stopping: what is asked, and where the keyboard goes on once that is answered. */
export function useTurn({ form, onTurn }: Editor) {
  const [asking, setAsking] = useState<Asking>(null);
  const focusNext = useFocusNext();
  const goesOn = useRef<HTMLElement | null>(null);
  const goesOnAt: RefObject<HTMLElement> = goesOn;
  /** Does so where nothing is missing; else says what is, and leads to the first of it. */
  const ifComplete = (go: () => void) => {
    if (form.valid) return go();
    form.reveal();
    focusNext(['.loyalty-columns [aria-invalid="true"]']);
  };
  return {
    asking,
    goesOnAt,
    ifComplete,
    ask: (on: boolean) => {
      goesOn.current = document.getElementById(SWITCH_ID);
      if (on) ifComplete(() => setAsking('launch'));
      else setAsking('stop');
    },
    onClose: () => setAsking(null),
    onConfirm: () =>
      onTurn(asking === 'launch', (done) => {
        if (done) goesOn.current = document.getElementById(STATE_ID);
        setAsking(null);
      }),
  };
}
