import type { EventType } from '@openprm/contract';
import { inTenant } from '../../database/tenant-transaction.ts';
import { createIdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import { writeEvent } from '../../journal/write-event.ts';
import { type Job, MailRefused, type Ports, type TenantTransaction } from '../../ports.ts';
import { composeMail } from './compose-mail.ts';
import { type MailRow, findMail } from './mail-repository.ts';
import { noteWithheld } from './note-withheld.ts';

type MailSendJob = Extract<Job, { kind: 'mail-send' }>;

/** Counts a mail of somebody who may have typed another's address, by its mailbox. @returns whether it may go to it */
export type TakeMail = (tenantId: string, destination: string) => Promise<boolean>;

/** What sending needs besides the ports. */
export interface SendMailOptions {
  /** Where patients reach the app: the origin of mailed links, without a slash at the end. */
  readonly publicUrl: string;
  readonly takeMail: TakeMail;
  /** Called after an event row was written. */
  readonly onCommitted?: () => void;
}

/**
 * Sends one mail: claims it, composes it, hands it to the channel, and notes the outcome. No transaction is open while the channel works.
 *
 * **A mail is sent at least once, not exactly once.** A process may die after the channel has accepted a mail and before that is written down; the
 * queue's next try then sends it again. Each try carries the same id, of which a channel makes the Message-ID, so that a repeat can be dropped.
 * Of two runs that begin together one claims the mail, by a compare-and-set on the count of attempts, and the other leaves it; a run that begins
 * while an earlier one still waits for the channel sends a repeat.
 *
 * **Whoever books in another's name must not fill that person's mailbox.** A mail that such a booking caused is counted towards its address at its first try, here
 * and not in the request: everybody is answered alike, and a stranger learns nothing of who booked at an address and shuts nobody out. Beyond the limit the mail is
 * withheld; the clinic sees that in the event feed, the audit and the list of an appointment's mails.
 *
 * A mail about an earlier state of its appointment is superseded: the change after it has a mail of its own. One that was handed over just before
 * the change may arrive late; its calendar file's SEQUENCE says which is newer.
 *
 * @throws whatever the channel throws other than MailRefused, so that the queue tries again
 */
export async function sendMail(ports: Ports, options: SendMailOptions, job: MailSendJob): Promise<void> {
  const mail = await inTenant(ports.database, job.tenantId, (tx) => claim(ports, tx, job));
  if (mail === undefined) return;
  let outcome: Outcome = 'accepted';
  try {
    const composed = await composeMail(ports, options.publicUrl, mail);
    const mayGo = !mail.counted || mail.attempts > 0 || (await options.takeMail(job.tenantId, composed.to));
    if (mayGo) await ports.mail.send(composed);
    else outcome = 'withheld';
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    outcome = 'refused';
  }
  const isNoted = await inTenant(ports.database, job.tenantId, (tx) => noteOutcome(ports, tx, job, outcome));
  if (isNoted) options.onCommitted?.();
}

/** Takes a mail that is due, or undefined: it is gone, sent, superseded, or another run has it. */
async function claim(
  ports: Ports,
  tx: TenantTransaction,
  { tenantId, mailId }: MailSendJob,
): Promise<MailRow | undefined> {
  const mail = await findMail(tx, tenantId, mailId);
  if (mail?.status !== 'queued') return undefined;
  const isSuperseded = mail.sequence < mail.appointment_sequence;
  const { numUpdatedRows } = await tx
    .updateTable('mail')
    .set(isSuperseded ? { status: 'superseded' } : { attempts: mail.attempts + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', mailId)
    .where('status', '=', 'queued')
    .where('attempts', '=', mail.attempts)
    .executeTakeFirst();
  if (isSuperseded || numUpdatedRows === 0n) return undefined;
  if (mail.recipient === 'patient') await noteOpening(ports, tx, mail);
  return mail;
}

/** The mail to a patient needs their address: their identity is about to be opened. */
async function noteOpening(ports: Ports, tx: TenantTransaction, mail: MailRow): Promise<void> {
  await writeAuditEvents({ tx, tenantId: mail.tenant_id }, ports.keys, createIdMaker(ports.clock, ports.random), [
    {
      action: 'sendMail',
      principal: 'job:mail-send',
      resourceId: mail.appointment_id,
      patientId: mail.patient_id,
      purpose: 'PATADMIN',
      requestId: mail.id,
    },
  ]);
}

type Outcome = 'accepted' | 'refused' | 'withheld';

const outcomeEvent = {
  accepted: 'mail.accepted',
  refused: 'mail.refused',
} as const satisfies Record<Exclude<Outcome, 'withheld'>, EventType>;

/** Writes down what the channel said, with its event. Of two runs the first has told it already; but an acceptance outweighs a refusal. */
async function noteOutcome(
  ports: Ports,
  tx: TenantTransaction,
  { tenantId, mailId }: MailSendJob,
  outcome: Outcome,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail')
    .set(outcome === 'accepted' ? { status: outcome, accepted_at: new Date(ports.clock.now()) } : { status: outcome })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', mailId)
    .where('status', 'in', outcome === 'accepted' ? ['queued', 'refused'] : ['queued'])
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  if (outcome === 'withheld') await noteWithheld(ports, tx, { tenantId, mailId, principal: 'job:mail-send' });
  else await writeEvent({ tx, tenantId }, createIdMaker(ports.clock, ports.random), outcomeEvent[outcome], mailId);
  return true;
}
