import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

type Props = {
  id: string;
  open: boolean;
  saving: boolean;
  canSave: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

/** The admin's contextual save bar; while it is open, leaving the page asks first. */
export function SaveBar({ id, open, saving, canSave, onSave, onDiscard }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    if (open) void shopify.saveBar.show(id);
    else void shopify.saveBar.hide(id);
  }, [id, open]);
  useEffect(() => () => void shopify.saveBar.hide(id), [id]);
  useLeaveQuestion(open);
  return (
    <ui-save-bar id={id}>
      <button type="button" variant="primary" disabled={!canSave || saving} onClick={onSave}>
        {t('settings.save')}
      </button>
      <button type="button" onClick={onDiscard}>
        {t('settings.discard')}
      </button>
    </ui-save-bar>
  );
}

function useLeaveQuestion(open: boolean) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => open && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    shopify.saveBar.leaveConfirmation().then(
      () => blocker.proceed(),
      () => blocker.reset(),
    );
  }, [blocker]);
}
