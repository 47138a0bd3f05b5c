import { ApiRefusal } from './clinic-api.ts';

/**
 * One line of JSON on standard error. Of an unknown error only its name and where it was thrown are told: its message may hold what a
 * person wrote.
 */
export function logError(event: string, error: unknown): void {
  const known = error instanceof ApiRefusal ? { message: error.message } : {};
  const at = error instanceof Error ? error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim()) : undefined;
  console.error(JSON.stringify({ level: 'error', event, name: error instanceof Error ? error.name : typeof error, ...known, at }));
}
