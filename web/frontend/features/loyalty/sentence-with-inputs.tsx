import { Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

type Props = {
  /** With the places of the inputs in brackets: `Give [points] for every [amount] spent`. */
  text: string;
  inputs: Readonly<Record<string, ReactNode>>;
};

/** A sentence to fill in: words and inputs in the order of the language. */
export function SentenceWithInputs({ text, inputs }: Props) {
  const parts = text.split(/\[(\w+)\]/);
  return (
    <div className="sentence">
      {parts.map((part, at) =>
        at % 2 === 1 ? (
          <span key={part} className={`sentence-input sentence-${part}`}>
            {inputs[part]}
          </span>
        ) : part.trim() === '' ? null : (
          <Text key={part} as="span" variant="bodyLg">
            {part.trim()}
          </Text>
        ),
      )}
    </div>
  );
}
