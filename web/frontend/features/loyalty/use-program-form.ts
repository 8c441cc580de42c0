import { useMemo, useState } from 'react';
import type { FieldIssue } from '../../../contract/errors.ts';
import type { ProgramResponse, ProgramTerms } from '../../../contract/loyalty.ts';
import { RequestError } from '../../shared/request.ts';
import { checkProgram } from './check-program.ts';
import { useFaultText } from './use-fault-text.ts';

/** The editor's state: the terms as typed, what is wrong with them, and how to change them. */
export type ProgramForm = {
  program: ProgramResponse;
  terms: ProgramTerms;
  currency: string;
  /** A part of the terms, or what becomes of them when the change comes later than the click. */
  set: (change: Partial<ProgramTerms> | ((terms: ProgramTerms) => ProgramTerms)) => void;
  reset: () => void;
  /** These terms stand on the server now; what was typed since they were sent is still to be saved. */
  saved: (sent: ProgramTerms) => void;
  dirty: boolean;
  /** Nothing is wrong as far as can be told without the server. */
  valid: boolean;
  /** Nothing is shown as wrong: what is missing at most are fields nobody has come to yet. */
  clean: boolean;
  /** New fields that stand empty: nothing is said of them until they are left (`touch`) or all is to be saved (`reveal`). */
  hush: (paths: readonly string[]) => void;
  touch: (path: string) => void;
  reveal: () => void;
  /** The sentence under a field, or undefined; the path is the field's place in the terms. */
  errorAt: (path: string) => string | undefined;
  /** Whether anything under this place is wrong: what is folded must open. */
  wrongUnder: (path: string) => boolean;
};

/** The fields a failed request found wrong, by their place in the terms. */
export function issuesIn(error: Error | null): readonly FieldIssue[] {
  const issues = error instanceof RequestError ? error.issues : [];
  return issues.map((issue) => ({ ...issue, field: issue.field.replace(/^terms\./, '') }));
}

const NONE: ReadonlySet<string> = new Set();

/** Edits the program's terms; unsaved edits survive a refetch. `refused`: what the server found wrong. */
export function useProgramForm(program: ProgramResponse, refused: readonly FieldIssue[]): ProgramForm {
  const faultText = useFaultText();
  const [edits, setEdits] = useState<ProgramTerms | null>(null);
  const terms = edits ?? program.terms;
  const faults = useMemo(() => checkProgram(terms), [terms]);
  const [hushed, setHushed] = useState<ReadonlySet<string>>(NONE);
  const shown = [...faults.keys()].filter((field) => !hushed.has(field));
  const wrong = [...shown, ...refused.map(({ field }) => field)];
  return {
    program,
    terms,
    currency: program.currency,
    set: (change) =>
      setEdits((standing) => {
        const before = standing ?? program.terms;
        return typeof change === 'function' ? change(before) : { ...before, ...change };
      }),
    reset: () => {
      setEdits(null);
      setHushed(NONE);
    },
    saved: (sent) => {
      setEdits((standing) => (standing === sent ? null : standing));
      setHushed(NONE);
    },
    dirty: JSON.stringify(terms) !== JSON.stringify(program.terms),
    valid: faults.size === 0,
    clean: shown.length === 0,
    hush: (paths) => setHushed((now) => new Set([...now, ...paths])),
    touch: (path) =>
      setHushed((now) => (now.has(path) ? new Set([...now].filter((each) => each !== path)) : now)),
    reveal: () => setHushed(NONE),
    errorAt: (path) => {
      const fault = faults.get(path);
      if (fault) return hushed.has(path) ? undefined : faultText.fault(fault);
      const issue = refused.find(({ field }) => field === path);
      return issue && faultText.issue(issue);
    },
    wrongUnder: (path) => wrong.some((field) => field === path || field.startsWith(`${path}.`)),
  };
}
