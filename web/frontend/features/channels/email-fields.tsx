import { Checkbox, FormLayout, Select, TextField, type TextFieldProps } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { EmailField, EmailForm } from './email-form.ts';

type Props = {
  form: EmailForm;
  set: (change: Partial<EmailForm>) => void;
  errorAt: (field: EmailField) => string | undefined;
  /** Which passwords stand already. */
  kept: { password: boolean; returnPassword: boolean };
};
type TextName = Exclude<EmailField, 'security' | 'returnOn'>;

const SECURITIES: readonly EmailForm['security'][] = ['starttls', 'tls', 'none'];

/** Server, sender, looks and return mailbox. */
export function EmailFields({ form, set, errorAt, kept }: Props) {
  const { t } = useTranslation();
  const text = (name: TextName, more: Partial<TextFieldProps> = {}) => {
    const error = errorAt(name);
    return (
      <TextField
        key={name}
        label={t(`channels.email.field.${name}`)}
        autoComplete="off"
        value={form[name]}
        onChange={(value) => set({ [name]: value })}
        {...(error ? { error } : {})}
        {...(more as object)}
      />
    );
  };
  const secret = (stands: boolean): Partial<TextFieldProps> => ({
    type: 'password',
    autoComplete: 'new-password',
    ...(stands ? { placeholder: t('channels.email.passwordKept') } : {}),
  });
  const help = (name: TextName) => ({ helpText: t(`channels.email.help.${name as HelpName}`) });
  return (
    <FormLayout>
      <FormLayout.Group>
        {text('host', { placeholder: 'smtp.example.com' })}
        {text('port', { inputMode: 'numeric' })}
        <Select
          label={t('channels.email.field.security')}
          options={SECURITIES.map((value) => ({ value, label: t(`channels.email.security.${value}`) }))}
          value={form.security}
          onChange={(security) => set({ security: security as EmailForm['security'] })}
        />
      </FormLayout.Group>
      <FormLayout.Group>
        {text('user')}
        {text('password', secret(kept.password))}
      </FormLayout.Group>
      <FormLayout.Group>
        {text('fromName')}
        {text('fromAddress', { type: 'email' })}
        {text('replyTo', { type: 'email' })}
      </FormLayout.Group>
      {text('postalAddress', { multiline: 2, ...help('postalAddress') })}
      <FormLayout.Group>
        {text('logoUrl', { type: 'url', ...help('logoUrl') })}
        {text('colour', {
          prefix: <span className="colour-swatch" style={{ backgroundColor: form.colour }} />,
          ...help('colour'),
        })}
        {text('dkimSelector', help('dkimSelector'))}
      </FormLayout.Group>
      <Checkbox
        label={t('channels.email.field.returnOn')}
        helpText={t('channels.email.help.returnOn')}
        checked={form.returnOn}
        onChange={(returnOn) => set({ returnOn })}
      />
      {form.returnOn ? (
        <FormLayout.Group>
          {text('returnHost', { placeholder: 'imap.example.com' })}
          {text('returnPort', { inputMode: 'numeric' })}
          {text('returnUser')}
          {text('returnPassword', secret(kept.returnPassword))}
        </FormLayout.Group>
      ) : null}
    </FormLayout>
  );
}

type HelpName = 'postalAddress' | 'logoUrl' | 'colour' | 'dkimSelector';
