import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AnyPrmError,
  type Appointment,
  type AppointmentCreated,
  type CallOptions,
  isPrmError,
  type Location,
  PrmClient,
  type ProblemIssue,
  type Slot,
  type SlotDay,
} from './index.ts';

/** Compiles only when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_yes: Same<A, B>): void => undefined;

/** Never run: what it says is checked by the compiler, and each `@ts-expect-error` fails once its line compiles. */
async function types(client: PrmClient, options: CallOptions): Promise<void> {
  const page = await client.locations.list({ limit: 10, organizationId: 'org_1' }, options);
  same<(typeof page)['data'], readonly Location[]>(true);
  for await (const location of page) same<typeof location, Location>(true);

  const found = await client.slots.search({ healthcareServiceId: 'svc_1', times: 'first-day' });
  same<typeof found.firstAvailable, Slot | null>(true);
  same<typeof found.days, SlotDay[]>(true);
  for await (const slot of found) same<typeof slot, Slot>(true);

  const hold = await client.holds.create({ slotId: 'slot_1' }, { idempotencyKey: 'k'.repeat(16) });
  same<typeof hold.slot, Slot>(true);
  same<Awaited<ReturnType<typeof client.holds.release>>, void>(true);
  same<Awaited<ReturnType<typeof client.appointments.create>>, AppointmentCreated>(true);

  const appointment = await client.appointments.cancel({ id: 'apt_1', reason: 'pat' });
  same<typeof appointment, Appointment>(true);
  // An exhaustive switch over a status must have a branch for codes of a later server.
  same<Extract<typeof appointment.status, 'unknown' | 'booked'>, 'unknown' | 'booked'>(true);

  // @ts-expect-error a slot search needs the kind of visit
  await client.slots.search({});
  // @ts-expect-error not one of the contract's reasons
  await client.appointments.cancel({ id: 'apt_1', reason: 'weather' });
  // @ts-expect-error no such field
  await client.locations.update({ id: 'loc_1', colour: 'red' });
  // @ts-expect-error an update says which
  await client.locations.update({ name: 'Riverside' });
  // @ts-expect-error a hold is released with its secret
  await client.holds.release({ id: 'hld_1' });
  // @ts-expect-error no such option
  await client.locations.list({}, { retries: 3 });
  // @ts-expect-error a client needs a key
  void new PrmClient({ apiUrl: 'https://prm.clinic.example' });
}

/** Every error by its literal name: without one of these cases the function would not compile. */
function explain(error: AnyPrmError): string | number | undefined | readonly Slot[] | readonly ProblemIssue[] {
  switch (error.name) {
    case 'ConflictError':
      return error.alternatives;
    case 'ValidationError':
      return error.issues;
    case 'RateLimitError':
      return error.retryAfterSeconds;
    case 'ApiError':
    case 'AuthenticationError':
    case 'PermissionError':
    case 'NotFoundError':
      return error.status;
    case 'ConnectionError':
    case 'TimeoutError':
      return error.code;
    case 'ResponseSchemaError':
      return error.issues[0]?.path;
  }
}

test('the public types say what the API takes and answers', () => {
  // The compiler checks `types` and `explain`; here it is only noted that they are what it checked.
  assert.equal(types.length, 2);
  assert.equal(isPrmError(new Error('other')) ? explain : undefined, undefined);
});
