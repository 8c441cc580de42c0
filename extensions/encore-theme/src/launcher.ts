import { fillElement } from './element.ts';
import { rewardsAround } from './next-reward.ts';
import { panelParts, shownParts } from './panel.ts';
import { type Session, session } from './session.ts';
import { takeThemeColors } from './theme-colors.ts';

/** The button in the corner and the dialog it opens. Both are drawn by Liquid, hidden until they can do something. */
export class Launcher extends HTMLElement {
  #stop = () => {};

  connectedCallback(): void {
    const standing = session();
    const open = this.querySelector<HTMLButtonElement>('[data-open]');
    const dialog = this.querySelector('dialog');
    if (!standing || !open || !dialog) return;
    takeThemeColors(this);
    open.onclick = () => {
      standing.hush();
      dialog.showModal();
    };
    dialog.onclick = (event) => {
      // The dialog's own box is filled by its content: a click on the element itself is one beside it.
      if (event.target === dialog) dialog.close();
    };
    for (const close of dialog.querySelectorAll<HTMLElement>('[data-close]'))
      close.onclick = () => dialog.close();
    dialog.onclose = () => label(standing, open);
    this.#stop = standing.watch(() => draw(standing, this, open, dialog));
  }

  disconnectedCallback(): void {
    this.#stop();
  }
}

function draw(standing: Session, host: HTMLElement, open: HTMLElement, dialog: HTMLDialogElement): void {
  const body = dialog.querySelector<HTMLElement>('[data-body]');
  const note = dialog.querySelector<HTMLElement>('[data-note]');
  if (body) fillElement(body, panelParts(standing, shownParts(host)));
  if (note && note.textContent !== standing.note) note.textContent = standing.note;
  // Shown once its text is final: it grows with it, and nothing may move.
  if (standing.known.is === 'loading') return;
  if (!dialog.open) label(standing, open);
  host.hidden = false;
}

/** Points and the next reward; for guests the program's name. */
function label({ known, page, voice }: Session, open: HTMLElement): void {
  const text = open.querySelector('[data-label]');
  const after = open.querySelector('[data-next]');
  if (!text || !after || known.is !== 'ready' || !known.member) return;
  const { best, next } = rewardsAround(known.member, page.program.rewards);
  const goal = next?.reward ?? best;
  text.textContent = voice.points(known.member.points);
  const reward = goal && voice.reward(goal.rewardId, goal.value);
  after.textContent = reward && voice.say(next ? 'launcher_next' : 'launcher_ready', { reward });
}
