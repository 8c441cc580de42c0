import { useTranslation } from 'react-i18next';
import type { ProgramResponse } from '../../../contract/loyalty.ts';
import { useProgramPreview, useSaveProgram } from './program-requests.ts';
import { issuesIn, useProgramForm } from './use-program-form.ts';

/** The form joined with what is asked about it and what saves, launches and stops the program. */
export function useProgramEditor(program: ProgramResponse) {
  const { t } = useTranslation();
  const save = useSaveProgram();
  const plain = useProgramForm(program, issuesIn(save.error));
  const preview = useProgramPreview(plain.terms, plain.valid);
  // What the server refused is said until the merchant types again.
  const form: typeof plain = {
    ...plain,
    set: (change) => {
      if (save.error) save.reset();
      plain.set(change);
    },
  };
  /** Refusals are shown on the page, so a question closes whatever comes of it. */
  const put = (on: boolean, said: string, close?: (done: boolean) => void) =>
    save.mutate(
      { terms: { ...form.terms, on }, basedOn: program.version },
      {
        onSuccess: () => {
          form.saved(form.terms);
          shopify.toast.show(said);
        },
        onSettled: (_, error) => close?.(error === null),
      },
    );
  return {
    form,
    preview,
    save,
    onSave: () => put(program.terms.on, t('loyalty.saved')),
    onTurn: (on: boolean, close: (done: boolean) => void) =>
      put(on, t(on ? 'loyalty.launch.done' : 'loyalty.stop.done'), close),
    onDiscard: () => {
      save.reset();
      form.reset();
    },
  };
}
