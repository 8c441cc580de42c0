import { useState } from 'react';
import type { BatchRequest, BatchResponse } from '../../../contract/batches.ts';
import { useRunBatch } from './batch-requests.ts';
import { type Guess, guessColumns } from './guess-columns.ts';
import { decodeFile, type FileFault, readTable, type Table } from './read-table.ts';

type Chosen = { name: string; text: string; table: Table };
type Choice = Pick<BatchRequest, 'kind' | 'reason'>;

/** A file on its way in: what was chosen, how its columns are read, what the check found. Any change asks for a new check. */
export function useBatchFile() {
  const [choice, setChoice] = useState<Choice>({ kind: 'import', reason: 'goodwill' });
  const [file, setFile] = useState<Chosen | { fault: FileFault } | null>(null);
  const [columns, setColumns] = useState<Guess | null>(null);
  const [checked, setChecked] = useState<BatchResponse | null>(null);
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const run = useRunBatch();
  const stale = () => {
    run.reset();
    setChecked(null);
    // Another file, or the same one read otherwise, is another request.
    setRequestKey(crypto.randomUUID());
  };
  const chosen = file !== null && 'text' in file ? file : null;
  const send = (dryRun: boolean, done: (answer: BatchResponse) => void) => {
    if (chosen === null || columns === null) return;
    const body = { ...choice, ...columns, csv: chosen.text, dryRun, requestKey, fileName: chosen.name };
    run.mutate(body, { onSuccess: done });
  };
  return {
    choice,
    chosen,
    fault: file !== null && 'fault' in file ? file.fault : null,
    columns,
    checked,
    run,
    choose: (change: Partial<Choice>) => {
      stale();
      setChoice({ ...choice, ...change });
    },
    map: (change: Partial<Guess['mapping']>) => {
      stale();
      setColumns((now) => now && { ...now, mapping: { ...now.mapping, ...change } });
    },
    setHeader: (header: boolean) => {
      stale();
      setColumns((now) => now && { ...now, header });
    },
    pick: async (picked: File) => {
      stale();
      const read = decodeFile(new Uint8Array(await picked.arrayBuffer()));
      if ('fault' in read) return setFile(read);
      const table = readTable(read.text);
      setFile({ name: picked.name, text: read.text, table });
      setColumns(guessColumns(table));
    },
    clear: () => {
      stale();
      setFile(null);
    },
    check: () => send(true, setChecked),
    apply: (done: (answer: BatchResponse) => void) =>
      send(false, (answer) => {
        if (answer.batchId === null) setChecked(answer);
        else {
          setFile(null);
          setChecked(null);
          setRequestKey(crypto.randomUUID());
          done(answer);
        }
      }),
  };
}

export type BatchFile = ReturnType<typeof useBatchFile>;
