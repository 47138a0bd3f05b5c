import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const sessions = 'core/features/staff-sessions';
const signIn = `${sessions}/staff-sign-in.test.ts`;
const enrolment = `${sessions}/enrolment.test.ts`;
const ownSessions = `${sessions}/own-sessions.test.ts`;
const staff = 'core/features/staff/staff.test.ts';
const fields = 'core/http/minimum-fields.test.ts';
const keys = 'core/features/api-keys/api-keys.test.ts';
const persons = 'core/features/persons/persons.test.ts';
const migration = 'core/database/migrations/0004-staff.ts';

const defects: readonly Defect[] = [
  {
    rule: 'that a key which is revoked while a body comes is looked at again',
    changes: [
      {
        file: 'core/http/live-principal.ts',
        find: 'return hasBody ? requireLiveKey(scope, principal) : principal;',
        replace: 'return hasBody ? principal : requireLiveKey(scope, principal);',
      },
    ],
    test: ['core/features/api-keys/keys-by-api.test.ts', 'a key that is revoked meanwhile'],
  },
  {
    rule: 'that staff who are suspended while a body comes are looked at again',
    changes: [
      {
        file: 'core/http/live-principal.ts',
        find: 'return hasBody ? requireLiveStaff(scope, principal) : principal;',
        replace: 'return hasBody ? principal : requireLiveStaff(scope, principal);',
      },
    ],
    test: ['core/features/api-keys/keys-by-api.test.ts', 'staff who are suspended'],
  },
  {
    rule: 'the fields of a role',
    changes: [
      {
        file: 'core/http/minimum-fields.ts',
        find: "return fields === 'all' ? seen : limit(",
        replace: 'return fields !== undefined ? seen : limit(',
      },
    ],
    test: [staff, 'see of a patient what their role needs'],
  },
  {
    rule: 'the fields of a visit',
    changes: [
      {
        file: 'core/http/minimum-fields.ts',
        find: "visits === 'all' ? body : limit(",
        replace: 'visits !== undefined ? body : limit(',
      },
    ],
    test: [fields, 'is not for what somebody comes'],
  },
  {
    rule: 'the day of a list',
    changes: [
      {
        file: 'core/features/appointments/appointment-repository.ts',
        find: 'if (filter.isOfCurrentDay) query',
        replace: 'if (filter.isOfCurrentDay !== true && filter.id === "") query',
      },
    ],
    test: [staff, 'see the visits of the day'],
  },
  {
    rule: 'the day of a single visit',
    changes: [
      { file: 'core/http/check-ownership.ts', find: '    .where(isOfCurrentDay)', replace: '' },
      {
        file: 'core/http/check-ownership.ts',
        find: "import { isOfCurrentDay } from '../features/appointments/current-day.ts';",
        replace: '',
      },
    ],
    test: [staff, 'see the visits of the day'],
  },
  {
    rule: 'the day of the feed',
    changes: [
      {
        file: 'core/features/events/visible-events.ts',
        find: '|| row.is_of_current_day ||',
        replace: '|| row.resource_id.length > 0 ||',
      },
    ],
    test: [staff, 'see the visits of the day'],
  },
  {
    rule: 'that the day is the one at the place',
    changes: [
      {
        file: 'core/features/appointments/current-day.ts',
        find: '(clock_timestamp() at time zone location.time_zone)::date\n',
        replace: "(clock_timestamp() at time zone 'UTC')::date\n",
      },
    ],
    test: [staff, 'see the visits of the day'],
  },
  {
    rule: 'that a key which may only change something is told nobody',
    changes: [
      {
        file: 'core/http/minimum-fields.ts',
        find: 'identityScopes.some((scope) => holdsScope(principal, scope));',
        replace: 'identityScopes.length > 0;',
      },
    ],
    test: ['core/features/api-keys/keys-by-api.test.ts', 'that may change appointments and not read them'],
  },
  {
    rule: 'that a key gets no credential by what it books',
    changes: [
      {
        file: 'core/features/appointments/service.ts',
        find: "return context.principal.kind === 'secret'\n",
        replace: "return context.principal.kind === 'staff'\n",
      },
    ],
    test: ['core/features/api-keys/keys-by-api.test.ts', 'that may change appointments and not read them'],
  },
  {
    rule: 'that a field nobody decided about is hidden',
    changes: [
      {
        file: 'core/http/minimum-fields.ts',
        find: "Object.hasOwn(fields, name) ? show(content, fields[name] ?? 'initial') : null",
        replace: "show(content, fields[name] ?? 'whole')",
      },
    ],
    test: [fields, 'is who they are and how to reach them'],
  },
  {
    rule: 'the price of an unknown person',
    changes: [
      {
        file: `${sessions}/staff-sign-in.ts`,
        find: 'await passwords.verify(normalizePassword(password), stored ?? (await nobodysHash()))',
        replace: '(stored !== null && (await passwords.verify(normalizePassword(password), stored)))',
      },
    ],
    test: [signIn, 'answers the same to a wrong password'],
  },
  {
    rule: 'that the password counts',
    changes: [{ file: `${sessions}/staff-sign-in.ts`, find: 'if (!isRight || ', replace: 'if (' }],
    test: [signIn, 'answers the same to a wrong password'],
  },
  {
    rule: 'that a code is good once',
    changes: [
      {
        file: `${sessions}/totp.ts`,
        find: 'codes[i] === code && step > usedStep',
        replace: 'codes[i] === code && step > 0 * usedStep',
      },
      { file: `${sessions}/second-factor.ts`, find: ".where('totp_step', '<', step)", replace: '' },
    ],
    test: [signIn, 'takes a code once, also for another sign-in'],
  },
  {
    // two locks: the person's row is locked before it is read, and the code's step only goes up
    rule: 'that a code’s step only goes up',
    changes: [{ file: `${sessions}/second-factor.ts`, find: ".where('totp_step', '<', step)", replace: '' }],
    test: [ownSessions, 'takes one code once, by a sign-in and a proof'],
    stays: 'green',
  },
  {
    rule: 'that a code is good at one of two doors at once',
    changes: [
      { file: `${sessions}/second-factor.ts`, find: ".where('totp_step', '<', step)", replace: '' },
      {
        file: `${sessions}/pending-sign-in.ts`,
        find: 'await lockStaff({ tx, tenantId }, found.staff_id);',
        replace: '',
      },
    ],
    test: [ownSessions, 'takes one code once, by a sign-in and a proof'],
  },
  {
    rule: 'that an invitation sets no password of an account that is open',
    changes: [
      {
        file: `${sessions}/enrolment.ts`,
        find: "if (still === undefined) return { outcome: 'refused' };",
        replace: '',
      },
    ],
    test: [enrolment, 'sets no password any more once the account is open'],
  },
  {
    rule: 'that a sign-in is used up',
    changes: [
      { file: `${sessions}/try-code.ts`, find: 'await closePending(scope, pending.id);', replace: '' },
      {
        file: `${sessions}/totp.ts`,
        find: 'codes[i] === code && step > usedStep',
        replace: 'codes[i] === code && step > 0 * usedStep',
      },
      { file: `${sessions}/second-factor.ts`, find: ".where('totp_step', '<', step)", replace: '' },
    ],
    test: [signIn, 'takes a code once, also from two at a time'],
  },
  {
    rule: 'the five tries of a code',
    changes: [
      {
        file: `${sessions}/pending-sign-in.ts`,
        find: 'export const mostTries = 5;',
        replace: 'export const mostTries = 6;',
      },
    ],
    test: [signIn, 'is over after five wrong codes'],
  },
  {
    rule: 'the use of a recovery code',
    changes: [
      {
        file: `${sessions}/second-factor.ts`,
        find: ".deleteFrom('staff_recovery_code')",
        replace: ".updateTable('staff_recovery_code').set({ staff_id: staff.id })",
      },
    ],
    test: [signIn, 'takes a recovery code once'],
  },
  {
    rule: 'no second factor by mail outside the demo',
    changes: [
      {
        file: `${sessions}/staff-sign-in.ts`,
        find: "(staff.second_factor !== 'mail' || isDemo)",
        replace: '(isDemo || staff.id !== undefined)',
      },
    ],
    test: [signIn, 'takes no second factor by mail outside the demo'],
  },
  {
    rule: 'the end of an idle session',
    changes: [
      {
        file: migration,
        find: "and s.last_seen_at > clock_timestamp() - interval '15 minutes' $$`",
        replace: '$$`',
      },
    ],
    test: [signIn, 'is over after fifteen minutes'],
  },
  {
    rule: 'the end of an old session',
    changes: [{ file: migration, find: 'and s.expires_at > clock_timestamp()', replace: '' }],
    test: [signIn, 'is over after twelve hours'],
  },
  {
    rule: 'that suspended people have no session',
    changes: [
      { file: migration, find: "and p.status = 'active'", replace: '' },
      {
        file: 'core/features/staff/service.ts',
        find: "if (status === 'suspended') await endSessionsOf(context, id);",
        replace: '',
      },
    ],
    test: [staff, 'are out as soon as they are suspended'],
  },
  {
    rule: 'that an invitation ends',
    changes: [
      {
        file: `${sessions}/enrolment.ts`,
        find: ".where('invitation_expires_at', '>', sql<Date>`clock_timestamp()`)",
        replace: '.where(sql<boolean>`true`)',
      },
    ],
    test: [enrolment, 'is good for seven days'],
  },
  {
    rule: 'that a clinic keeps an owner',
    changes: [
      { file: 'core/features/staff/service.ts', find: 'if (isOwner && !owners', replace: 'if (!isOwner && !owners' },
    ],
    test: [staff, 'always keep an owner'],
  },
  {
    rule: 'the revocation of a key',
    changes: [
      {
        file: migration,
        find: 'where k.key_hash = wanted and k.revoked_at is null',
        replace: 'where k.key_hash = wanted',
      },
    ],
    test: [keys, 'are replaced without a gap'],
  },
  {
    rule: "a key's own scopes",
    changes: [{ file: 'core/http/authenticate.ts', find: 'scopes: found.scopes', replace: "scopes: ['all']" }],
    test: [keys, 'do what their scopes say'],
  },
  {
    rule: 'that a key gives no scope that it lacks',
    changes: [
      {
        file: 'core/features/api-keys/service.ts',
        find: 'const missing = scopes.filter((scope) => !mayGive(principal, scope));',
        replace: 'const missing = scopes.filter((scope) => !mayGive(principal, scope) && scope === "");',
      },
    ],
    test: ['core/features/api-keys/keys-by-api.test.ts', 'give nobody what they do not hold'],
  },
  {
    rule: 'the end of a key that was revoked',
    changes: [
      {
        file: 'core/features/api-keys/key-repository.ts',
        find: 'set revoked_at = coalesce(revoked_at, clock_timestamp())',
        replace: 'set revoked_at = revoked_at',
      },
    ],
    test: ['core/features/api-keys/keys-by-api.test.ts', 'are made with scopes'],
  },
  {
    rule: 'the lock of a key’s name',
    changes: [
      {
        file: 'core/features/api-keys/key-repository.ts',
        find: 'select pg_advisory_xact_lock(hashtextextended(${`api-key/${tenantId}/${kind}/${name}`}, 0))',
        replace: 'select ${`api-key/${tenantId}/${kind}/${name}`}::text',
      },
      {
        // all that come within a second count before the first has written
        file: 'core/features/api-keys/key-repository.ts',
        find: 'if (rows.length >= mostOfAName) return false;',
        replace: 'if (rows.length >= mostOfAName) return false; await sql`select pg_sleep(1)`.execute(tx);',
      },
    ],
    test: ['core/features/api-keys/keys-by-api.test.ts', 'two of a name and not three'],
  },
  {
    rule: 'that staff say why',
    changes: [
      {
        file: 'core/features/related-persons/service.ts',
        find: "else if (context.principal.kind === 'staff') throw",
        replace: 'else if (context.isPassive) throw',
      },
    ],
    test: [persons, 'is given, linked and taken back by staff'],
  },
  {
    // two rules, each of which is enough: the link is taken out of open sessions, and each call looks whether it still holds
    rule: 'that a link ends in sessions that are open',
    changes: [
      {
        file: 'core/features/related-persons/service.ts',
        find: 'if (!own.includes(row.patient_id)) await unlinkOpenSessions',
        replace: 'if (own.includes(row.patient_id)) await unlinkOpenSessions',
      },
      {
        file: 'core/features/related-persons/right-to-act.ts',
        find: 'when chart_is_said and array',
        replace: 'when false and array',
      },
    ],
    test: [persons, 'is given, linked and taken back by staff'],
  },
  {
    rule: 'that a new password ends every session',
    changes: [{ file: `${sessions}/change-password.ts`, find: 'await endSessionsOf(scope, staffId);', replace: '' }],
    test: [signIn, 'takes the present one and a code; then every other session is over'],
  },
  {
    rule: 'that a code is of the very person who changes the password',
    changes: [
      {
        file: `${sessions}/change-password.ts`,
        find: 'pending?.staff_id !== staffId || pending.password_hash === null ||',
        replace: 'pending === undefined || pending.password_hash === null ||',
      },
    ],
    test: [signIn, 'is none without the second factor of this very person'],
  },
];

plantDefects('planted defects of staff and keys', defects);
