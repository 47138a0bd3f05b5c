import type { PrmClient } from '@openprm/sdk';

// #region follow
/** Keeps a list of visits up to date: reads it, and again each visit that something has happened to. */
export async function followVisits(
  client: PrmClient,
  { readAll, read }: { readAll: () => Promise<void>; read: (appointmentId: string) => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  for await (const event of client.events.stream({ signal })) {
    // at the beginning, and where events may have been missed
    if (event.type === 'reset') await readAll();
    else if (event.type.startsWith('appointment.')) await read(event.resourceId);
  }
}
// #endregion follow
