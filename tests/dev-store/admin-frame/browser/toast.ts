type ToastOptions = {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
};

let host: HTMLElement | undefined;
let count = 0;

function toastHost(): HTMLElement {
  if (host?.isConnected) return host;
  host = document.createElement('div');
  host.setAttribute('role', 'status');
  host.setAttribute('aria-live', 'polite');
  host.style.cssText =
    'position:fixed;inset:auto 0 24px;display:flex;flex-direction:column;align-items:center;gap:8px;z-index:10000;pointer-events:none';
  document.body.append(host);
  return host;
}

/** `shopify.toast`: a short message at the bottom; answers its id. */
export const toast = {
  show(message: string, options: ToastOptions = {}): string {
    const id = `toast-${++count}`;
    const note = document.createElement('div');
    note.dataset.toast = id;
    note.textContent = message;
    note.style.cssText = `pointer-events:auto;background:${options.isError ? '#8e0b21' : '#1a1a1a'};color:#fff;padding:10px 16px;border-radius:8px;font:14px/1.4 system-ui;box-shadow:0 4px 16px #0004`;
    if (options.action) note.append(actionButton(options.action, options.onAction));
    toastHost().append(note);
    setTimeout(() => {
      note.remove();
      options.onDismiss?.();
    }, options.duration ?? 5000);
    return id;
  },
  hide(id: string): void {
    document.querySelector(`[data-toast="${CSS.escape(id)}"]`)?.remove();
  },
};

function actionButton(label: string, run: (() => void) | undefined): HTMLButtonElement {
  const button = document.createElement('button');
  button.textContent = label;
  button.style.cssText =
    'margin-left:12px;background:none;border:0;color:#9cc9ff;font:inherit;cursor:pointer';
  button.addEventListener('click', () => run?.());
  return button;
}
