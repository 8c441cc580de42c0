import { attributeOf, PROPERTIES } from '../remote-tags.ts';

/** A drawn component. Properties that a worker sets are kept as attributes; `draw` follows each change. */
export abstract class Part extends HTMLElement {
  static observedAttributes: readonly string[] = PROPERTIES.map(attributeOf);
  protected readonly shadow = this.attachShadow({ mode: 'open', delegatesFocus: true });
  #isBuilt = false;

  connectedCallback(): void {
    if (!this.#isBuilt) {
      this.#isBuilt = true;
      this.build();
    }
    this.draw();
  }

  attributeChangedCallback(): void {
    if (this.#isBuilt) this.draw();
  }

  /** Once, when the element has a place. */
  protected abstract build(): void;

  /** After each change. */
  protected draw(): void {}

  protected read(property: string): string {
    return this.getAttribute(attributeOf(property)) ?? '';
  }

  protected has(property: string): boolean {
    return this.hasAttribute(attributeOf(property));
  }

  protected markup(css: string, html: string): void {
    this.shadow.innerHTML = `<style>:host{box-sizing:border-box}${css}</style>${html}`;
  }

  /** An element of this shadow root that `build` made. */
  protected find(selector: string): HTMLElement {
    const found = this.shadow.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`${this.localName} has no ${selector}`);
    return found;
  }

  /** Rank of a heading here: the page has 1, each section around it adds one. */
  protected rank(): number {
    let rank = 2;
    for (let node = this.parentElement; node !== null; node = node.parentElement) {
      if (/^S-(SECTION|ADMIN-BLOCK|BANNER)$/.test(node.tagName)) rank += 1;
    }
    return rank;
  }
}

for (const property of PROPERTIES) {
  const attribute = attributeOf(property);
  Object.defineProperty(Part.prototype, property, {
    configurable: true,
    get(this: Part) {
      return this.getAttribute(attribute);
    },
    set(this: Part, value: unknown) {
      if (value === undefined || value === null || value === false) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value === true ? '' : String(value));
    },
  });
}
