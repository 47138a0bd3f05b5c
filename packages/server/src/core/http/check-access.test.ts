import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { staffRoles } from '@openprm/contract';
import { endpointRows, endpointTable, everyScope, scopes, staffRolePolicies } from '@openprm/contract/policies';
import { Problem } from '../problem.ts';
import { checkAccess } from './check-access.ts';
import type { Principal } from './principal.ts';

const key = (...held: string[]): Principal => ({ kind: 'secret', tenantId: 'ten_a', keyId: 'key_a', scopes: held });
const staff = (role: (typeof staffRoles)[number]): Principal => ({
  kind: 'staff',
  tenantId: 'ten_a',
  staffId: 'stf_a',
  sessionId: 'ses_a',
  role,
});
const mayCall = (principal: Principal) => (name: keyof typeof endpointTable) => {
  try {
    checkAccess(endpointTable[name], principal);
    return true;
  } catch (error) {
    assert.ok(error instanceof Problem && error.code === 'permission-denied');
    return false;
  }
};

describe('the scope of a row', () => {
  it('opens exactly the rows that need it to a key that holds it', () => {
    for (const scope of scopes) {
      const open = endpointRows.filter(({ name }) => mayCall(key(scope))(name));
      assert.deepEqual(
        open.map(({ name }) => name),
        endpointRows.filter((row) => row.access.includes('secret') && row.scope === scope).map(({ name }) => name),
      );
    }
  });

  it('opens no row to a key without scopes, and all of its rows to one with every scope', () => {
    assert.deepEqual(
      endpointRows.filter(({ name }) => mayCall(key())(name)),
      [],
    );
    for (const row of endpointRows) assert.equal(mayCall(key(everyScope))(row.name), row.access.includes('secret'));
  });

  it('of signing in as somebody is apart from that of changing them, which reads nobody', () => {
    const acts = ['createSignInLink', 'deleteSignInLink', 'createRelatedPerson', 'revokeRelatedPerson'] as const;
    for (const act of acts) {
      assert.ok(!mayCall(key('patients:read', 'patients:write', 'appointments:write'))(act), act);
      assert.ok(mayCall(key('sign-in:write'))(act), act);
    }
    for (const role of staffRoles) {
      assert.equal(staffRolePolicies[role].scopes.includes('sign-in:write'), role !== 'volunteer');
      assert.ok(!mayCall(staff(role))('createSignInLink'), 'nobody of the staff signs in as a patient by a link');
    }
  });

  it('does not limit a kind that has none', () => {
    assert.ok(mayCall({ kind: 'publishable', tenantId: 'ten_a', keyId: 'key_a', origins: [] })('searchSlots'));
  });
});

describe('a role', () => {
  it('does what its scopes say, on rows for staff', () => {
    for (const role of staffRoles) {
      for (const row of endpointRows) {
        const expected =
          row.access.includes('staff') && row.scope !== undefined && staffRolePolicies[role].scopes.includes(row.scope);
        assert.equal(mayCall(staff(role))(row.name), expected, `${role} ${row.name}`);
      }
    }
  });

  it('of a volunteer greets, and neither cancels nor closes a visit', () => {
    const may = mayCall(staff('volunteer'));
    assert.ok(may('listAppointments') && may('arriveAppointment'));
    assert.ok(!may('cancelAppointment') && !may('noShowAppointment') && !may('updateOrganization'));
  });
});
