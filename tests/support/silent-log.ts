import type { Log } from '../../web/use-cases/ports.ts';

/** A log that keeps its lines for assertions and prints nothing. */
export type RecordingLog = Log & { lines: { level: string; fields: object; message: string }[] };

export function recordingLog(lines: RecordingLog['lines'] = []): RecordingLog {
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => recordingLog(lines),
  };
}
