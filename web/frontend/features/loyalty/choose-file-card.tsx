import {
  BlockStack,
  Button,
  ChoiceList,
  DropZone,
  InlineError,
  InlineStack,
  Select,
  Text,
} from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { adjustReasonSchema } from '../../../contract/members.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { MAX_CHARACTERS } from './read-table.ts';
import type { BatchFile } from './use-batch-file.ts';

const KINDS = ['import', 'adjust'] as const;

/** What the file does, and the file. */
export function ChooseFileCard({ batch }: { batch: BatchFile }) {
  const { t } = useTranslation();
  const { choice, choose } = batch;
  return (
    <EditorSection id="file" title={t('loyalty.files.title')} body={t('loyalty.files.body')}>
      <ChoiceList
        title={t('loyalty.files.kind')}
        selected={[choice.kind]}
        onChange={([chosen]) => {
          const kind = KINDS.find((each) => each === chosen);
          if (kind) choose({ kind });
        }}
        choices={KINDS.map((value) => ({
          value,
          label: t(`loyalty.files.kinds.${value}`),
          helpText: t(`loyalty.files.kindHelp.${value}`),
        }))}
      />
      {choice.kind === 'adjust' ? (
        <div className="short-field">
          <Select
            label={t('loyalty.adjust.reason')}
            value={choice.reason}
            onChange={(chosen) => choose({ reason: adjustReasonSchema.parse(chosen) })}
            options={adjustReasonSchema.options.map((value) => ({
              value,
              label: t(`loyalty.ledger.reason.${value}`),
            }))}
          />
        </div>
      ) : null}
      {batch.chosen === null ? <Pick batch={batch} /> : <Picked batch={batch} name={batch.chosen.name} />}
    </EditorSection>
  );
}

function Pick({ batch }: { batch: BatchFile }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <BlockStack gap="200">
      <DropZone
        label={t('loyalty.files.file')}
        labelHidden
        allowMultiple={false}
        accept=".csv,.tsv,.txt,text/csv"
        type="file"
        variableHeight
        onDrop={([file]) => {
          if (file) void batch.pick(file);
        }}
      >
        <DropZone.FileUpload actionTitle={t('loyalty.files.pick')} actionHint={t('loyalty.files.hint')} />
      </DropZone>
      {batch.fault === null ? null : (
        <InlineError
          fieldID="file"
          message={t(`loyalty.files.fault.${batch.fault}`, { max: format.number(MAX_CHARACTERS) })}
        />
      )}
    </BlockStack>
  );
}

function Picked({ batch, name }: { batch: BatchFile; name: string }) {
  const { t } = useTranslation();
  return (
    <InlineStack gap="300" blockAlign="center">
      <Text as="p" fontWeight="semibold" breakWord>
        {name}
      </Text>
      <Button onClick={batch.clear}>{t('loyalty.files.other')}</Button>
    </InlineStack>
  );
}
