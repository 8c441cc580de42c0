import { BlockStack, Box, InlineGrid, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

type Props = { id?: string; title: string; description: string; children: ReactNode };

/** A group of settings: what it decides on the left, the fields on the right; on a phone one above the other. */
export function Section({ id, title, description, children }: Props) {
  return (
    <section {...(id ? { id } : {})} aria-label={title}>
      <InlineGrid columns={{ xs: '1fr', md: '2fr 5fr' }} gap="400">
        <Box paddingInline={{ xs: '400', sm: '0' }} paddingBlockStart={{ xs: '0', md: '400' }}>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              {title}
            </Text>
            <Text as="p" tone="subdued">
              {description}
            </Text>
          </BlockStack>
        </Box>
        {children}
      </InlineGrid>
    </section>
  );
}
