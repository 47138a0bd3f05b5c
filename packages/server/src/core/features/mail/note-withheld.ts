import { createIdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import { writeEvent } from '../../journal/write-event.ts';
import type { Ports, TenantTransaction } from '../../ports.ts';

/** A mail that is not sent, and the job that decided it. */
export interface WithheldMail {
  readonly tenantId: string;
  readonly mailId: string;
  readonly principal: 'job:mail-send' | 'job:waitlist-mail-send';
}

/**
 * Tells the clinic that a mail was withheld, by an event and in the audit. Without what the mail is about, and without the patient: whoever acted in another's
 * name may read that audit, and must not learn what else goes to the address.
 */
export async function noteWithheld(
  { keys, clock, random }: Ports,
  tx: TenantTransaction,
  { tenantId, mailId, principal }: WithheldMail,
): Promise<void> {
  const newId = createIdMaker(clock, random);
  await writeAuditEvents({ tx, tenantId }, keys, newId, [
    { action: 'withholdMail', principal, resourceId: mailId, purpose: 'PATADMIN', requestId: mailId },
  ]);
  await writeEvent({ tx, tenantId }, newId, 'mail.withheld', mailId);
}
