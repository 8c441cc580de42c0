import { BlockStack, List, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { Disclosure } from '../../shared/disclosure.tsx';

const SAMPLE = `import { createHmac, timingSafeEqual } from 'node:crypto';

// body: the raw bytes as text, before any JSON parsing
function isFromEncore(header, body, secret) {
  const { t, v1 } = Object.fromEntries(header.split(',').map((part) => part.split('=')));
  const made = createHmac('sha256', secret).update(\`\${t}.\${body}\`).digest();
  const sent = Buffer.from(v1, 'hex');
  const fresh = Math.abs(Date.now() / 1000 - Number(t)) < 300;
  return fresh && sent.length === made.length && timingSafeEqual(sent, made);
}`;

/** How the receiver can tell that a request is ours, in words and as code. */
export function SignatureHelp() {
  const { t } = useTranslation();
  return (
    <Disclosure show={t('channels.signature.title')}>
      <BlockStack gap="200">
        <List type="number">
          {(['header', 'made', 'compare', 'old', 'twice', 'answer'] as const).map((step) => (
            <List.Item key={step}>{t(`channels.signature.${step}`)}</List.Item>
          ))}
        </List>
        <Text as="p" tone="subdued">
          {t('channels.signature.sample')}
        </Text>
        <pre className="code-sample">{SAMPLE}</pre>
      </BlockStack>
    </Disclosure>
  );
}
