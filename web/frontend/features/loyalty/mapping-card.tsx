import { BlockStack, Checkbox, FormLayout, Select, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import type { Guess } from './guess-columns.ts';
import type { Table } from './read-table.ts';
import type { BatchFile } from './use-batch-file.ts';

/** Which column is what, beside the first rows as they will be read. */
export function MappingCard({ batch }: { batch: BatchFile }) {
  const { t } = useTranslation();
  const { chosen, columns } = batch;
  if (chosen === null || columns === null) return null;
  return (
    <EditorSection
      id="columns"
      title={t('loyalty.files.columns.title')}
      body={t('loyalty.files.columns.body')}
    >
      <Columns batch={batch} table={chosen.table} columns={columns} />
      <FirstRows table={chosen.table} columns={columns} />
    </EditorSection>
  );
}

type Props = { table: Table; columns: Guess };

/** Columns by their heading, or by their number. */
function useColumnNames({ table: { rows }, columns: { header } }: Props): readonly string[] {
  const { t } = useTranslation();
  const format = useFormat();
  const width = Math.max(1, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => {
    const name = header ? (rows[0]?.[at] ?? '') : '';
    return name === '' ? t('loyalty.files.columns.nth', { number: format.number(at + 1) }) : name;
  });
}

function Columns({ batch, table, columns }: Props & { batch: BatchFile }) {
  const { t } = useTranslation();
  const names = useColumnNames({ table, columns });
  const options = names.map((label, at) => ({ value: String(at), label }));
  const { mapping, header } = columns;
  return (
    <BlockStack gap="400">
      <Checkbox label={t('loyalty.files.columns.header')} checked={header} onChange={batch.setHeader} />
      <FormLayout>
        <FormLayout.Group>
          <Select
            label={t('loyalty.files.columns.customer')}
            value={String(mapping.customer)}
            options={options}
            onChange={(at) => batch.map({ customer: Number(at) })}
          />
          <Select
            label={t('loyalty.files.columns.by')}
            value={mapping.customerBy}
            options={(['id', 'email'] as const).map((value) => ({
              value,
              label: t(`loyalty.files.columns.byKind.${value}`),
            }))}
            onChange={(by) => batch.map({ customerBy: by === 'id' ? 'id' : 'email' })}
          />
        </FormLayout.Group>
        <FormLayout.Group>
          <Select
            label={t('loyalty.files.columns.points')}
            value={String(mapping.points)}
            options={options}
            onChange={(at) => batch.map({ points: Number(at) })}
          />
          <Select
            label={t('loyalty.files.columns.expires')}
            helpText={t('loyalty.files.columns.expiresHelp')}
            value={mapping.expires === null ? '' : String(mapping.expires)}
            options={[{ value: '', label: t('loyalty.files.columns.noExpires') }, ...options]}
            onChange={(at) => batch.map({ expires: at === '' ? null : Number(at) })}
          />
        </FormLayout.Group>
      </FormLayout>
    </BlockStack>
  );
}

function FirstRows({ table, columns }: Props) {
  const { t } = useTranslation();
  const names = useColumnNames({ table, columns });
  const { mapping, header } = columns;
  const meaning = (at: number) => {
    if (at === mapping.customer) return t(`loyalty.files.columns.byKind.${mapping.customerBy}`);
    if (at === mapping.points) return t('loyalty.files.columns.points');
    return at === mapping.expires ? t('loyalty.files.columns.expires') : t('loyalty.files.columns.unused');
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t('loyalty.files.columns.first')}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="wide-table" tabIndex={0} aria-label={t('loyalty.files.columns.first')}>
        <table className="plain-table">
          <thead>
            <tr>
              {names.map((name, at) => (
                // Columns have no identity but their place.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <th key={at} scope="col">
                  <Text as="span" fontWeight="semibold">
                    {meaning(at)}
                  </Text>
                  <br />
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(header ? table.rows.slice(1) : table.rows).map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <tr key={line}>
                {names.map((_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                  <td key={at}>{row[at] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </BlockStack>
  );
}
