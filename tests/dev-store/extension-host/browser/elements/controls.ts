import { Part } from './part.ts';

const BUTTON = `button,a{font:inherit;display:inline-flex;align-items:center;justify-content:center;min-height:44px;box-sizing:border-box;padding:6px 16px;border-radius:8px;
border:1px solid #0b5d4b;background:#fff;color:#0b5d4b;cursor:pointer;text-decoration:none;text-align:center}
.primary{background:#0b5d4b;color:#fff}[aria-disabled=true]{cursor:default;border-color:#8d8a80;color:#5c5a52;background:#f4f2ec}
:focus-visible{outline:3px solid #005bd3;outline-offset:2px}`;

/** A button, or a link that looks like one. Busy or disabled it keeps its focus and does nothing. */
export class Button extends Part {
  protected build(): void {
    const tag = this.has('href') ? 'a' : 'button';
    this.markup(BUTTON, `<${tag} part="control"><slot></slot></${tag}>`);
    const control = this.find('[part=control]');
    control.addEventListener('click', (event) => {
      if (control.getAttribute('aria-disabled') === 'true') event.stopImmediatePropagation();
      else this.#command();
    });
  }

  protected override draw(): void {
    const control = this.find('[part=control]');
    if (control instanceof HTMLAnchorElement) follow(this, control, this.read('href'), this.read('target'));
    else control.setAttribute('type', 'button');
    const isOff = this.has('disabled') || this.has('loading');
    control.setAttribute('aria-disabled', String(isOff));
    control.setAttribute('aria-busy', String(this.has('loading')));
    control.className = this.read('variant');
    const label = this.read('accessibilityLabel');
    if (label === '') control.removeAttribute('aria-label');
    else control.setAttribute('aria-label', label);
  }

  #command(): void {
    if (this.read('command') !== '--copy') return;
    const held = document.getElementById(this.read('commandFor'))?.getAttribute('text');
    void navigator.clipboard?.writeText(held ?? '');
  }
}

export class Link extends Part {
  protected build(): void {
    this.markup(
      'a{color:#0b5d4b}:focus-visible{outline:3px solid #005bd3}',
      '<a part="control"><slot></slot></a>',
    );
  }

  protected override draw(): void {
    const control = this.find('a');
    if (control instanceof HTMLAnchorElement) follow(this, control, this.read('href'), this.read('target'));
  }
}

/** `extension:handle/` leads to another extension's full page, `app:path` into the app. */
function follow(part: HTMLElement, link: HTMLAnchorElement, href: string, target: string): void {
  const app = part.closest<HTMLElement>('[data-app]')?.dataset.app ?? '/';
  link.href = href.replace(/^extension:([\w-]+)\/?/, '/account/pages/$1').replace(/^app:\/?/, app);
  if (target === '_blank') {
    link.target = target;
    link.rel = 'noopener';
  }
}

const FIELD = `:host{display:block}label{display:block;margin-bottom:4px}input,select{font:inherit;min-height:44px;width:100%;padding:6px 10px;
border:1px solid #77746b;border-radius:8px;background:#fff;box-sizing:border-box}p{color:#a1160a;margin:4px 0 0}p:empty{display:none}
:focus-visible{outline:3px solid #005bd3}`;

/** Tells the worker what was typed, then that something was. */
function tell(part: HTMLElement, type: string, value: string): void {
  part.setAttribute('value', value);
  part.dispatchEvent(new CustomEvent(type, { detail: { value } }));
}

export class NumberField extends Part {
  protected build(): void {
    this.markup(
      FIELD,
      '<label for="f"></label><input id="f" type="number" aria-describedby="e"><p id="e" role="alert"></p>',
    );
    const input = this.#input();
    for (const type of ['input', 'change']) {
      input.addEventListener(type, (event) => {
        event.stopPropagation();
        tell(this, type, input.value);
      });
    }
  }

  protected override draw(): void {
    const input = this.#input();
    this.find('label').textContent = this.read('label');
    if (input.value !== this.read('value')) input.value = this.read('value');
    for (const rule of ['min', 'max', 'step']) if (this.has(rule)) input.setAttribute(rule, this.read(rule));
    this.find('p').textContent = this.read('error');
    input.setAttribute('aria-invalid', String(this.read('error') !== ''));
  }

  #input(): HTMLInputElement {
    return this.find('input') as HTMLInputElement;
  }
}

export class Select extends Part {
  protected build(): void {
    this.markup(FIELD, '<label for="f"></label><select id="f"></select>');
    const select = this.#select();
    select.addEventListener('change', (event) => {
      event.stopPropagation();
      tell(this, 'change', select.value);
    });
    new MutationObserver(() => this.draw()).observe(this, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  }

  protected override draw(): void {
    const select = this.#select();
    this.find('label').textContent = this.read('label');
    const options = [...this.querySelectorAll('s-option')].map(
      (each) => new Option(each.textContent ?? '', each.getAttribute('value') ?? ''),
    );
    select.replaceChildren(...options);
    select.value = this.read('value');
  }

  #select(): HTMLSelectElement {
    return this.find('select') as HTMLSelectElement;
  }
}

/** Drawn by its select. */
export class OptionPart extends Part {
  protected build(): void {
    this.markup(':host{display:none}', '');
  }
}

export class Details extends Part {
  protected build(): void {
    this.markup(
      'summary{cursor:pointer;min-height:44px;display:flex;align-items:center}:focus-visible{outline:3px solid #005bd3}',
      '<details><summary><slot name="summary"></slot></summary><slot></slot></details>',
    );
    if (this.has('defaultOpen')) this.find('details').setAttribute('open', '');
  }
}

export class Summary extends Part {
  protected build(): void {
    this.slot = 'summary';
    this.markup('', '<span>▸ <slot></slot></span>');
  }
}
