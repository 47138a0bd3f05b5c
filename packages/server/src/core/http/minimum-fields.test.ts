import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type StaffRole, staffRoles } from '@openprm/contract';
import { type ShownFields, endpointRows, endpointTable, staffRolePolicies } from '@openprm/contract/policies';
import { Problem } from '../problem.ts';
import { limitFields } from './minimum-fields.ts';
import type { Principal } from './principal.ts';

const staff = (role: StaffRole): Principal => ({
  kind: 'staff',
  tenantId: 'ten_a',
  staffId: 'stf_a',
  sessionId: 'ses_a',
  role,
});
const key = (...scopes: string[]): Principal => ({ kind: 'secret', tenantId: 'ten_a', keyId: 'key_a', scopes });
const dana = {
  id: 'pat_1',
  given: 'Dana',
  family: 'Reyes',
  birthDate: '1988-03-14',
  phone: '(555) 010-1234',
  email: 'dana@example.org',
};
const appointment = (patient: object) => ({ id: 'apt_1', start: '2026-11-26T10:00:00-06:00', patient });
const list = (patient: object) => ({ data: [appointment(patient)], nextCursor: null });

describe('what a role sees of a patient', () => {
  it('is everything for an owner and a clinician', () => {
    for (const role of ['owner', 'clinician'] as const) {
      const withMore = list({ ...dana, diagnosis: 'M25.561' });
      assert.deepEqual(limitFields(endpointTable.listAppointments, staff(role), withMore), withMore);
    }
  });

  it('is who they are and how to reach them at the front desk, and nothing that a later version adds', () => {
    assert.deepEqual(
      limitFields(endpointTable.listAppointments, staff('front-desk'), list({ ...dana, diagnosis: 'M25.561' })),
      list({ ...dana, diagnosis: null }),
    );
  });

  it('is a first name and an initial for a volunteer, in a list and alone', () => {
    const seen = { id: 'pat_1', given: 'Dana', family: 'R.', birthDate: null, phone: null, email: null };
    assert.deepEqual(limitFields(endpointTable.listAppointments, staff('volunteer'), list(dana)), list(seen));
    assert.deepEqual(
      limitFields(endpointTable.getAppointment, staff('volunteer'), appointment(dana)),
      appointment(seen),
    );
  });

  it('is not for what somebody comes for a volunteer, nor what a later version says of a visit', () => {
    const display = { location: 'North', practitioner: 'Amara Okafor' };
    const why = { healthcareService: 'Wound care', preparation: 'Fast', room: '4' };
    const hidden = { healthcareService: null, preparation: null, room: null };
    const more = { healthcareServiceId: 'svc_1', cancellationReason: 'pat', note: 'Limps' };
    const { listAppointments, getAppointment, arriveAppointment } = endpointTable;
    const visit = { ...appointment(dana), ...more, display: { ...display, ...why } };
    const seen = {
      ...appointment({ id: 'pat_1', given: 'Dana', family: 'R.', birthDate: null, phone: null, email: null }),
      healthcareServiceId: null,
      cancellationReason: null,
      note: null,
      display: { ...display, ...hidden },
    };
    for (const row of [getAppointment, arriveAppointment])
      assert.deepEqual(limitFields(row, staff('volunteer'), visit), seen);
    const page = (item: object) => ({ data: [item], nextCursor: null });
    assert.deepEqual(limitFields(listAppointments, staff('volunteer'), page(visit)), page(seen));
    assert.deepEqual(limitFields(getAppointment, staff('clinician'), visit), visit);
  });

  it('leaves the answer itself alone, which may be kept for a retry', () => {
    const answer = list(dana);
    limitFields(endpointTable.listAppointments, staff('volunteer'), answer);
    assert.deepEqual(answer, list(dana));
  });

  it('is not limited for a key of the clinic that may read it', () => {
    for (const scope of ['all', 'appointments:read', 'patients:read'])
      assert.deepEqual(limitFields(endpointTable.cancelAppointment, key(scope), appointment(dana)), appointment(dana));
  });

  it('is nothing for a key that may change appointments and not read them', () => {
    const { createAppointment, arriveAppointment, leaveWaitlist } = endpointTable;
    for (const row of [createAppointment, arriveAppointment, leaveWaitlist])
      assert.deepEqual(limitFields(row, key('appointments:write', 'appointments:arrive'), appointment(dana)), {
        ...appointment(dana),
        patient: null,
      });
  });

  it('is nothing of why a task was opened for a key that may change tasks and not read them', () => {
    const task = { id: 'tsk_1', patient: dana, detail: { note: 'Called' } };
    assert.deepEqual(limitFields(endpointTable.updateTask, key('tasks:write'), task), {
      ...task,
      patient: null,
      detail: null,
    });
    assert.deepEqual(limitFields(endpointTable.updateTask, key('tasks:write', 'tasks:read'), task), {
      ...task,
      patient: null,
    });
  });

  it('is refused whole where there are no fields to choose from', () => {
    assert.throws(
      () => limitFields(endpointTable.getAppointmentCalendar, staff('front-desk'), { fileName: 'a', content: 'b' }),
      (error) => error instanceof Problem && error.code === 'permission-denied',
    );
  });
});

/** What of a schema this test looks at. */
interface Looked {
  readonly shape?: Readonly<Record<string, Looked>>;
  readonly def?: { readonly element?: Looked; readonly innerType?: Looked };
  safeParse(value: unknown): { readonly success: boolean };
}

/** The schema of a marked field as it stands in its object: null may be one of its values. */
function holderOf(response: unknown, mark: string): Looked | undefined {
  const steps = mark.split('.');
  const name = steps.at(-1) ?? '';
  return schemaAt(response, steps.slice(0, -1).join('.'))?.shape?.[name];
}

/** The schema at a mark: of an object, which may be null, or of the items of a list. */
function schemaAt(response: unknown, mark: string): Looked | undefined {
  const [, ...path] = mark.split('.');
  let at = response as Looked | undefined;
  for (const step of path) {
    const name = step.replace('[]', '');
    const inner = at?.shape?.[name];
    at = step.endsWith('[]') ? inner?.def?.element : inner;
    at = at?.def?.innerType ?? at;
  }
  return at;
}

describe('the rows', () => {
  it('tell a key who a patient is in `patient`, which may be null, unless their scope is to know it', () => {
    const knowing: readonly unknown[] = [
      'appointments:read',
      'patients:read',
      'sign-in:write',
      'staff:write',
      'audit:read',
    ];
    const answering: readonly unknown[] = ['surveys:read', 'tasks:read'];
    let looked = 0;
    for (const row of endpointRows) {
      if (!row.access.includes('secret') || knowing.includes(row.scope)) continue;
      for (const mark of row.phi.filter((place) => place.startsWith('response'))) {
        // what was answered is told to whoever may read answers; by whom, to whoever may read that
        if (answering.includes(row.scope) && !mark.endsWith('.patient')) continue;
        if (row.scope !== 'tasks:write') assert.match(mark, /\.patient$/, row.name);
        assert.ok(holderOf(row.response, mark)?.safeParse(null).success, `${row.name} ${mark}`);
        looked += 1;
      }
    }
    assert.ok(looked >= 7, `${looked} marks were looked at`);
  });

  it('can be shown in part to whoever of a limited role may call them', () => {
    let looked = 0;
    for (const role of staffRoles) {
      const { fields, scopes, visits } = staffRolePolicies[role];
      const look = (at: string, schema: Looked | undefined, shown: ShownFields) => {
        const { shape } = schema ?? {};
        assert.ok(shape !== undefined, `${at} has no fields, so ${role} cannot be shown a part of it`);
        for (const [name, inner] of Object.entries(shape)) {
          const view = Object.hasOwn(shown, name) ? shown[name] : undefined;
          if (typeof view === 'object') look(`${at}.${name}`, inner, view);
          else
            assert.ok(view !== undefined || inner.safeParse(null).success, `${at}.${name} cannot be null for ${role}`);
          looked += 1;
        }
      };
      for (const row of endpointRows) {
        if (!row.access.includes('staff') || row.scope === undefined || !scopes.includes(row.scope)) continue;
        const marks = row.phi.filter((place) => place.startsWith('response'));
        if (fields !== 'all')
          for (const mark of marks) look(`${row.name} ${mark}`, schemaAt(row.response, mark), fields);
        if (visits === 'all') continue;
        for (const mark of row.visits ?? []) look(`${row.name} ${mark}`, schemaAt(row.response, mark), visits.fields);
        // whose visit it is stands in a visit, or in nothing that such a role reaches
        const isKept = typeof row.own === 'object' && row.own.what !== 'appointment';
        assert.ok(marks.length === 0 || row.visits !== undefined || isKept || row.own === 'each', row.name);
      }
    }
    assert.ok(looked > 20, `${looked} fields were looked at`);
  });
});
