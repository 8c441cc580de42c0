import { Box, Button, Popover } from '@shopify/polaris';
import { InfoIcon } from '@shopify/polaris-icons';
import { type ReactNode, useState } from 'react';

/** A small "how is this counted?" button; what it opens is plain words, reachable by keyboard and touch. */
export function Explain({ label, children }: { label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const button = (
    <Button
      variant="tertiary"
      icon={InfoIcon}
      accessibilityLabel={label}
      pressed={open}
      onClick={() => setOpen((was) => !was)}
    />
  );
  return (
    <Popover active={open} activator={button} onClose={() => setOpen(false)} ariaHaspopup="dialog">
      <Box padding="400" maxWidth="320px">
        {children}
      </Box>
    </Popover>
  );
}
