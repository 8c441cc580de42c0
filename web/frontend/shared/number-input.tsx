import { TextField, type TextFieldProps } from '@shopify/polaris';
import { useState } from 'react';
import { minorDigits } from '../../contract/values.ts';

type Props = {
  label: string;
  /** What the field stands for; null = empty, where that is allowed. */
  value: number | null;
  onChange: (value: number) => void;
  /** Called when the field is emptied; without it an empty field is out of range. */
  onEmpty?: () => void;
  /** Units of the value in one of what is typed: 100 for basis points and percent. */
  scale?: number;
  help?: string;
  error?: string | undefined;
} & Pick<TextFieldProps, 'suffix' | 'placeholder' | 'disabled' | 'min' | 'max' | 'labelHidden'>;

/** What cannot be read as a number stands below every range, so that the range is what the merchant is told. */
const UNREADABLE = -1;

/** A number kept as typed until the value is changed from elsewhere. */
export function NumberInput({ label, value, onChange, onEmpty, scale = 1, help, error, ...rest }: Props) {
  const [typed, setTyped] = useState<{ text: string; value: number | null } | null>(null);
  const shown = value === null || value === UNREADABLE ? '' : String(value / scale);
  const change = (text: string) => {
    const empty = text.trim() === '';
    const read =
      empty || !Number.isFinite(Number(text)) ? UNREADABLE : Math.round(Number(text) * scale * 1e6) / 1e6;
    setTyped({ text, value: empty && onEmpty ? null : read });
    if (empty && onEmpty) onEmpty();
    else onChange(read);
  };
  return (
    <TextField
      label={label}
      type="number"
      inputMode="decimal"
      autoComplete="off"
      value={typed !== null && typed.value === value ? typed.text : shown}
      onChange={change}
      {...rest}
      {...(help ? { helpText: help } : {})}
      {...(error ? { error } : {})}
    />
  );
}

/** Money in minor units, typed in the currency's main unit. */
export function MoneyInput({
  currency,
  onChange,
  ...rest
}: Omit<Props, 'scale' | 'suffix'> & { currency: string }) {
  return (
    <NumberInput
      {...rest}
      scale={10 ** minorDigits(currency)}
      suffix={currency}
      // A fraction of the minor unit cannot be charged.
      onChange={(value) => onChange(Math.round(value))}
    />
  );
}
