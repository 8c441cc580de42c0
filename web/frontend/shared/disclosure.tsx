import { BlockStack, Button, Collapsible, InlineStack } from '@shopify/polaris';
import { type ReactNode, useId, useState } from 'react';

/** What is shown behind a button; `hide`: the button's words while it is open, where they differ. */
export function Disclosure({
  show,
  hide = show,
  children,
}: {
  show: string;
  hide?: string;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <BlockStack gap="200">
      <InlineStack>
        <Button
          variant="plain"
          disclosure={open ? 'up' : 'down'}
          ariaExpanded={open}
          ariaControls={id}
          onClick={() => setOpen((was) => !was)}
        >
          {open ? hide : show}
        </Button>
      </InlineStack>
      <Collapsible id={id} open={open}>
        {children}
      </Collapsible>
    </BlockStack>
  );
}
