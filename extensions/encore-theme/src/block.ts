import { fillElement } from './element.ts';
import { type Session, session } from './session.ts';

type Child = Node | string | null | false;
export type Draw = (session: Session, host: HTMLElement) => readonly Child[];

/**
 * An element the theme's Liquid holds a place for. It draws itself whenever what is known changes; the theme editor and themes
 * that redraw a section may take it out and put it back. `start` runs once an element and may answer how to stop.
 */
export function defineBlock(
  name: string,
  draw: Draw,
  start?: (redraw: () => void, host: HTMLElement) => () => void,
): void {
  if (customElements.get(name)) return;
  customElements.define(
    name,
    class extends HTMLElement {
      #stops: (() => void)[] = [];

      connectedCallback(): void {
        const standing = session();
        if (!standing) return;
        this.hidden = false;
        const body = this.querySelector<HTMLElement>('[data-body]') ?? this;
        const note = this.querySelector<HTMLElement>('[data-note]');
        const redraw = () => {
          fillElement(body, draw(standing, this));
          // Only a text that changes in a standing element is read aloud.
          if (note && note.textContent !== standing.note) note.textContent = standing.note;
        };
        const stop = start?.(redraw, this);
        this.#stops = [standing.watch(redraw), ...(stop ? [stop] : [])];
      }

      disconnectedCallback(): void {
        for (const stop of this.#stops) stop();
      }
    },
  );
}
