import { Part } from './part.ts';

export class Text extends Part {
  protected build(): void {
    this.markup('span{overflow-wrap:anywhere}', '<span><slot></slot></span>');
  }

  protected override draw(): void {
    const type = this.read('type');
    this.style.fontWeight = type === 'strong' ? '600' : '';
    this.style.fontSize = type === 'small' ? '0.875em' : '';
    this.style.color = this.read('color') === 'subdued' ? '#5c5a52' : toneColor(this.read('tone'));
  }
}

const toneColor = (tone: string): string =>
  ({ success: '#0b5d4b', critical: '#a1160a', warning: '#7a4f01' })[tone] ?? '';

export class Paragraph extends Text {
  protected override build(): void {
    this.markup(':host{display:block}p{margin:0;overflow-wrap:anywhere}', '<p><slot></slot></p>');
  }
}

export class Heading extends Part {
  protected build(): void {
    this.markup(':host{display:block}h3{font:inherit;font-weight:600;margin:0}', '<h3><slot></slot></h3>');
  }

  protected override draw(): void {
    this.find('h3').setAttribute('aria-level', String(this.rank()));
  }
}

export class Badge extends Part {
  protected build(): void {
    this.markup(
      ':host{display:inline-block;background:#e8e5dc;border-radius:8px;padding:0 8px;font-size:.875em;line-height:1.7}',
      '<slot></slot>',
    );
  }

  protected override draw(): void {
    this.style.color = this.read('tone') === 'critical' ? '#a1160a' : '';
  }
}

export class UnorderedList extends Part {
  protected build(): void {
    this.markup(
      ':host{display:flex;flex-direction:column;gap:6px;padding-inline-start:18px}',
      '<slot></slot>',
    );
    this.setAttribute('role', 'list');
  }
}

export class ListItem extends Part {
  protected build(): void {
    this.markup(':host{display:list-item;list-style:disc}', '<slot></slot>');
    this.setAttribute('role', 'listitem');
  }
}

/** Result of a step, told to screen readers too; what went wrong interrupts. */
export class Banner extends Part {
  protected build(): void {
    this.markup(
      ':host{display:block;border-radius:8px;padding:10px 14px;border-inline-start:4px solid}strong{display:block;font-weight:600}strong:empty{display:none}',
      '<strong></strong><slot></slot>',
    );
  }

  protected override draw(): void {
    const tone = this.read('tone');
    this.setAttribute('role', tone === 'critical' ? 'alert' : 'status');
    const [ground, edge] = GROUNDS[tone] ?? ['#eef3f7', '#2c6e9b'];
    this.style.background = ground;
    this.style.borderColor = edge;
    this.find('strong').textContent = this.read('heading');
  }
}

const GROUNDS: Readonly<Record<string, readonly [string, string]>> = {
  success: ['#e8f3ee', '#0b5d4b'],
  warning: ['#fdf3e1', '#9a6700'],
  critical: ['#fdecea', '#b3261e'],
};

export class Progress extends Part {
  protected build(): void {
    this.markup(
      ':host{display:block}div{height:8px;border-radius:4px;background:#e6e2d8;overflow:hidden}i{display:block;height:100%;background:#0b5d4b}',
      '<div role="progressbar" aria-valuemin="0"><i></i></div>',
    );
  }

  protected override draw(): void {
    const [value, max] = [Number(this.read('value')), Number(this.read('max') || 1)];
    const bar = this.find('div');
    bar.setAttribute('aria-valuenow', String(value));
    bar.setAttribute('aria-valuemax', String(max));
    bar.setAttribute('aria-label', this.read('accessibilityLabel'));
    this.find('i').style.width = `${Math.min(100, (value / max) * 100)}%`;
  }
}

export class Spinner extends Part {
  protected build(): void {
    this.markup(':host{display:inline-block}span{color:#5c5a52}', '<span role="status">…</span>');
  }

  protected override draw(): void {
    this.find('span').setAttribute('aria-label', this.read('accessibilityLabel'));
  }
}
