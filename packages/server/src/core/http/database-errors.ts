import { KeyError } from '../keys/key-error.ts';

/** SQLSTATE classes and codes, and socket errors, that mean: the database cannot be asked just now; nothing was done. */
const unavailableStates = /^(08|57P0|53)|^(55P03|57014|40001|40P01)$/;
const unavailableSockets = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** Whether an error says that the database is away or overloaded, rather than that we did something wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  const code = codeOf(error);
  if (code !== undefined) return unavailableStates.test(code) || unavailableSockets.has(code);
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|pool after calling end/.test(
      error.message,
    )
  );
}

/** Whether the database says that a value is none of its type: SQLSTATE class 22. */
export const isDataException = (error: unknown): boolean => codeOf(error)?.startsWith('22') === true;

/** What of an unknown error may be logged: its kind, code, constraint and place. A message may quote a row, so it stays out. */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = codeOf(error);
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  const at = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' | ');
  return {
    error: error.name,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(at === undefined ? {} : { at }),
    ...(error instanceof KeyError ? { resource: error.resource, advice: error.advice } : {}),
  };
}
