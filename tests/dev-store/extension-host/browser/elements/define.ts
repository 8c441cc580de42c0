import type { TAGS } from '../remote-tags.ts';
import { Button, Details, Link, NumberField, OptionPart, Select, Summary } from './controls.ts';
import { AdminBlock, ClipboardItem, Divider, Grid, Page, Section, Stack } from './layout.ts';
import {
  Badge,
  Banner,
  Heading,
  ListItem,
  Paragraph,
  Progress,
  Spinner,
  Text,
  UnorderedList,
} from './words.ts';

const CLASSES: Readonly<Record<(typeof TAGS)[number], CustomElementConstructor>> = {
  's-admin-block': AdminBlock,
  's-badge': Badge,
  's-banner': Banner,
  's-button': Button,
  's-clipboard-item': ClipboardItem,
  's-details': Details,
  's-divider': Divider,
  's-grid': Grid,
  's-heading': Heading,
  's-link': Link,
  's-list-item': ListItem,
  's-number-field': NumberField,
  's-option': OptionPart,
  's-page': Page,
  's-paragraph': Paragraph,
  's-progress': Progress,
  's-section': Section,
  's-select': Select,
  's-spinner': Spinner,
  's-stack': Stack,
  's-summary': Summary,
  's-text': Text,
  's-unordered-list': UnorderedList,
};

/** Teaches the page every component. They prove behaviour, not Shopify's looks. */
export function defineParts(): void {
  for (const [tag, part] of Object.entries(CLASSES)) customElements.define(tag, part);
}
