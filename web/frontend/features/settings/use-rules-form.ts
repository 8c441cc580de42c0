import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rules } from '../../../contract/rules.ts';
import type { SettingsResponse } from '../../../contract/settings.ts';
import { RequestError } from '../../shared/request.ts';
import { checkRules, type FieldError, type RulesForm, toForm, toRules } from './rules-form.ts';

/** The form's state: what is typed, what it would save, what is wrong with it. */
export type RulesFormState = {
  form: RulesForm;
  set: (change: Partial<RulesForm>) => void;
  reset: () => void;
  /** This stands on the server now; what was typed since it was sent is still to be saved. */
  saved: (sent: RulesForm) => void;
  rules: Rules;
  dirty: boolean;
  valid: boolean;
  /** The sentence under a field, or undefined; the path is the field's place in `Rules`. */
  errorAt: (path: string) => string | undefined;
};

/** Errors the server found, without the `rules.` it puts before them. */
function serverErrors(error: Error | null): ReadonlyMap<string, FieldError> {
  const issues = error instanceof RequestError ? error.issues : [];
  return new Map(
    issues.map(({ field, message, allowed }) => [
      field.replace(/^rules\./, ''),
      { message, allowed: allowed ?? '' },
    ]),
  );
}

/** Edits the rules of these settings; unsaved edits survive a refetch, a save makes them the new base. */
export function useRulesForm(settings: SettingsResponse, saveError: Error | null): RulesFormState {
  const { t, i18n } = useTranslation();
  const [edits, setEdits] = useState<RulesForm | null>(null);
  const base = useMemo(() => toForm(settings.rules, settings.defaults), [settings]);
  const form = edits ?? base;
  const rules = useMemo(() => toRules(form), [form]);
  const errors = useMemo(() => checkRules(rules), [rules]);
  const refused = useMemo(() => serverErrors(saveError), [saveError]);
  const dirty = JSON.stringify(rules) !== JSON.stringify(toRules(base));
  const errorAt = (path: string) => {
    const error = errors.get(path) ?? refused.get(path);
    if (!error) return undefined;
    const key = `error.field.${error.message}`;
    return i18n.exists(key) ? t(key, { allowed: error.allowed }) : error.message;
  };
  return {
    form,
    rules,
    dirty,
    valid: errors.size === 0,
    set: (change) => setEdits({ ...form, ...change }),
    reset: () => setEdits(null),
    saved: (sent) => setEdits((standing) => (standing === sent ? null : standing)),
    errorAt,
  };
}
