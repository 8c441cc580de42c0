import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

/** One question of the editor: its heading, a sentence, the fields. */
export function EditorSection(props: { id: string; title: string; body: string; children: ReactNode }) {
  return (
    <section id={props.id} aria-label={props.title}>
      <Card>
        <BlockStack gap="400">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {props.title}
            </Text>
            <Text as="p" tone="subdued">
              {props.body}
            </Text>
          </BlockStack>
          {props.children}
        </BlockStack>
      </Card>
    </section>
  );
}
