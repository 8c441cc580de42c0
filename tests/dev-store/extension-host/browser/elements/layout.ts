import { Part } from './part.ts';

const GAPS: Readonly<Record<string, string>> = {
  none: '0',
  'small-300': '2px',
  'small-200': '4px',
  'small-100': '6px',
  small: '8px',
  base: '14px',
  large: '20px',
  'large-100': '24px',
};
const gap = (keyword: string): string => GAPS[keyword] ?? '0';

/** Frame, ground and inner distance that stack and grid share. */
function dressBox(part: HTMLElement, read: (property: string) => string): void {
  part.style.padding = gap(read('padding'));
  part.style.background = read('background') === 'subdued' ? 'var(--subdued-ground, #f4f2ec)' : '';
  part.style.borderRadius = read('borderRadius') === '' ? '' : '8px';
  part.style.border = read('border') === '' ? '' : '1px solid #d9d5cb';
}

const ROLES: Readonly<Record<string, string>> = { 'unordered-list': 'list', 'list-item': 'listitem' };

export class Stack extends Part {
  protected build(): void {
    this.markup(':host{display:flex;flex-wrap:wrap;min-width:0}', '<slot></slot>');
  }

  protected override draw(): void {
    const isRow = this.read('direction') === 'inline';
    this.style.flexDirection = isRow ? 'row' : 'column';
    this.style.flexWrap = isRow ? 'wrap' : 'nowrap';
    this.style.gap = gap(this.read('gap'));
    this.style.alignItems = this.read('alignItems');
    this.style.justifyContent = this.read('justifyContent');
    dressBox(this, (property) => this.read(property));
    const role = this.read('accessibilityRole');
    if (role !== '') this.setAttribute('role', ROLES[role] ?? role);
  }
}

export class Grid extends Part {
  protected build(): void {
    this.markup(':host{display:grid}', '<slot></slot>');
  }

  protected override draw(): void {
    this.style.gridTemplateColumns = this.read('gridTemplateColumns');
    this.style.gap = gap(this.read('gap'));
    this.style.alignItems = this.read('alignItems');
    dressBox(this, (property) => this.read(property));
  }
}

const HEADING = 'h2{font-size:1.1em;line-height:1.4;font-weight:600;margin:0 0 12px}h2:empty{display:none}';

/** A titled part of the page; also the frame of a block in the admin. */
export class Section extends Part {
  protected build(): void {
    this.markup(
      `:host{display:block;border:1px solid #d9d5cb;border-radius:10px;padding:16px;background:#fff}${HEADING}`,
      '<section><h2></h2><slot></slot></section>',
    );
  }

  protected override draw(): void {
    const heading = this.read('heading');
    const title = this.find('h2');
    title.textContent = heading;
    title.setAttribute('aria-level', String(this.rank()));
    const label = this.read('accessibilityLabel') || heading;
    if (label !== '') this.find('section').setAttribute('aria-label', label);
  }
}

export class AdminBlock extends Section {}

export class Page extends Part {
  protected build(): void {
    this.markup(
      ':host{display:block}h1{font-size:24px;line-height:1.4;margin:0}p{margin:2px 0 0;color:#5c5a52}p:empty{display:none}header{margin-bottom:16px}::slotted(*){margin-bottom:16px}',
      '<header><h1></h1><p></p></header><slot></slot>',
    );
  }

  protected override draw(): void {
    this.find('h1').textContent = this.read('heading');
    this.find('p').textContent = this.read('subheading');
  }
}

export class Divider extends Part {
  protected build(): void {
    this.markup(':host{display:block;border-top:1px solid #e6e2d8}', '');
    this.setAttribute('role', 'separator');
  }
}

/** A hidden holder of text for the clipboard. */
export class ClipboardItem extends Part {
  protected build(): void {
    this.markup(':host{display:none}', '');
  }
}
