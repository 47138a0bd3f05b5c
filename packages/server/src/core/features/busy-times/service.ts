import type { BusyTimePut, BusyTimeResult } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { noteChange } from '../note-change.ts';
import { missingReference } from '../references.ts';
import { type FreedTime, noteFreedTime, wakeWaitlist } from '../waitlist-entries/freed-time.ts';
import * as repository from './repository.ts';

/**
 * Stores what the clinic's present system says, even over an appointment: the answer names those, and the clinic decides. A report that changes
 * nothing leaves no event, so that a system may send all it has as often as it likes.
 *
 * The practitioner's row is locked, and whoever takes a hold locks it too: so a hold either was there before, or it
 * sees this busy time.
 *
 * @throws Problem `not-found` for an unknown practitioner
 */
export async function putBusyTime(
  context: RequestContext,
  externalId: string,
  body: BusyTimePut,
): Promise<BusyTimeResult> {
  const { practitionerId } = body;
  if (!(await repository.lockPractitioner(context, practitionerId))) {
    throw missingReference('practitioner', '/body/practitionerId');
  }
  const before = await repository.findBusyTime(context, externalId);
  const busyTime = { externalId, practitionerId, start: new Date(body.start), end: new Date(body.end) };
  if (await repository.putBusyTime(context, busyTime)) {
    await noteChange(context, 'busy-time.changed', externalId);
    await freeAgain(context, before);
  }
  return {
    externalId,
    practitionerId,
    start: busyTime.start.toISOString(),
    end: busyTime.end.toISOString(),
    conflictingAppointmentIds: await repository.readConflictingAppointments(context, busyTime),
  };
}

/** Removes a busy time; one that is gone already is no error. */
export async function deleteBusyTime(context: RequestContext, externalId: string): Promise<void> {
  const before = await repository.findBusyTime(context, externalId);
  if (!(await repository.deleteBusyTime(context, externalId))) return;
  await noteChange(context, 'busy-time.changed', externalId);
  await freeAgain(context, before);
}

/** What the clinic does not need any more is offered to who waits. */
async function freeAgain(context: RequestContext, before: FreedTime | undefined): Promise<void> {
  if (before === undefined) return;
  await noteFreedTime(context, before);
  await wakeWaitlist(context);
}
