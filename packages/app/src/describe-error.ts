import { ApiRefusal } from './clinic-api.ts';

/**
 * An error as fields of a log line. Of an unknown error only its name and where it was thrown are told: its message may hold what a person
 * wrote.
 */
export function describeError(error: unknown): {
  readonly name: string;
  readonly message?: string;
  readonly at?: string;
} {
  if (error instanceof ApiRefusal) return { name: error.name, message: error.message };
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    name: error.name,
    at: frames
      .slice(0, 5)
      .map((line) => line.trim())
      .join(' | '),
  };
}
