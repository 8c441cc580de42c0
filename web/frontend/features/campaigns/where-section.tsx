import { Badge, BlockStack, Checkbox, InlineError, InlineStack, Link, Text } from '@shopify/polaris';
import { AlertTriangleIcon, CheckCircleIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { type Channel, channelSchema } from '../../../contract/campaign-terms.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { isService } from './terms-ranges.ts';
import type { TermsForm } from './use-terms-form.ts';

/** By which channels it reaches people, which of them could send now, and where the others are set up. */
export function WhereSection({ form }: { form: TermsForm }) {
  const { t } = useTranslation();
  const error = form.errorAt('channels');
  const shown = channelSchema.options.filter(
    (channel) => channel !== 'on_site' || !isService(form.terms.kind),
  );
  return (
    <EditorSection id="where" title={t('campaign.where.title')} body={t('campaign.where.body')}>
      {shown.map((channel) => (
        <ChannelChoice key={channel} form={form} channel={channel} />
      ))}
      {error ? <InlineError message={error} fieldID="where" /> : null}
    </EditorSection>
  );
}

type Problem = 'not_set_up' | 'check_failed' | 'other';

function problemOf(code: string | null): Problem {
  return code === 'not_set_up' || code === 'check_failed' ? code : 'other';
}

function ChannelChoice({ form, channel }: { form: TermsForm; channel: Channel }) {
  const { t } = useTranslation();
  const { terms, campaign, set, errorAt } = form;
  const readiness = campaign.channels.find((each) => each.channel === channel);
  const ready = readiness?.ready ?? false;
  const error = errorAt(`channels.${channel}`);
  return (
    <BlockStack gap="100">
      <InlineStack gap="300" blockAlign="start" align="space-between">
        <div className="channel-choice">
          <Checkbox
            label={t(`campaign.where.channel.${channel}`)}
            helpText={t(`campaign.where.help.${channel}`)}
            checked={terms.channels[channel]}
            onChange={(on) => set({ channels: { ...terms.channels, [channel]: on } })}
            {...(error ? { error } : {})}
          />
        </div>
        {ready ? (
          <Badge tone="success" icon={CheckCircleIcon}>
            {t('campaign.where.ready')}
          </Badge>
        ) : (
          <Badge tone="attention" icon={AlertTriangleIcon}>
            {t('campaign.where.notReady')}
          </Badge>
        )}
      </InlineStack>
      {ready ? null : (
        <Text as="p" variant="bodySm">
          {t(`campaign.where.problem.${problemOf(readiness?.problem ?? null)}`)}{' '}
          <Link url="/settings#email">{t('campaign.where.settings')}</Link>
        </Text>
      )}
    </BlockStack>
  );
}
