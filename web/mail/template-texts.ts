import type { Language, MessageTexts, TemplateName } from '../domain/campaigns/campaign.ts';
import en from './templates/en.json' with { type: 'json' };
import th from './templates/th.json' with { type: 'json' };
import vi from './templates/vi.json' with { type: 'json' };

/** Words around every message, by name. */
export type CommonTexts = (typeof en)['common'];

type MailTexts = { common: CommonTexts; templates: Readonly<Record<TemplateName, MessageTexts>> };

const TEXTS: Readonly<Record<Language, MailTexts>> = { en, vi, th };

/** The words we ship for a template, merge fields unfilled. */
export function templateTexts(template: TemplateName, language: Language): MessageTexts {
  return TEXTS[language].templates[template];
}

/** The words around every message in a language. */
export function commonTexts(language: Language): CommonTexts {
  return TEXTS[language].common;
}

/** Puts values into one of the common texts: `{{name}}` by `values.name`. */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (written, name: string) => values[name] ?? written);
}
