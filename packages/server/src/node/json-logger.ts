import type { LogFields, Logger } from '../core/index.ts';

/** How much is written: errors only, or a line for each request too. */
export type LogLevel = 'error' | 'info';

/** One line of JSON for each entry, to any stream. */
export function createJsonLogger(level: LogLevel, write: (line: string) => void): Logger {
  const entry = (severity: LogLevel, event: string, fields: LogFields = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), severity, event, ...fields })}\n`);
  return {
    info: (event, fields) => (level === 'info' ? entry('info', event, fields) : undefined),
    error: (event, fields) => entry('error', event, fields),
  };
}
