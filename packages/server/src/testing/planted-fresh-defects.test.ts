import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const ofStaff = 'core/features/staff-sessions/own-sessions.test.ts';
const ofPatients = 'core/features/patient-sessions/own-sessions.test.ts';
const staffRows = 'core/features/staff-sessions/session-repository.ts';
const own = 'core/features/patient-sessions/own-sessions.ts';

const defects: readonly Defect[] = [
  {
    rule: 'the second proof before grave acts',
    changes: [{ file: 'core/http/mount.ts', find: 'await checkFresh(row, context, live);', replace: '' }],
    test: [ofStaff, 'is asked for before each grave act by a session'],
  },
  {
    rule: 'the minutes of a second factor',
    changes: [
      {
        file: staffRows,
        find: 'sql<boolean>`proven_at > clock_timestamp() - make_interval(mins => ${minutes}::integer)`',
        replace: 'sql<boolean>`proven_at > clock_timestamp() - make_interval(hours => ${minutes}::integer)`',
      },
    ],
    test: [ofStaff, 'is asked for once more five minutes after it was shown'],
  },
  {
    rule: 'the minutes of a patient’s sign-in',
    changes: [
      {
        file: 'core/http/check-fresh.ts',
        find: 'if (await hasBegunWithin(scope, principal.sessionId, freshMinutes.person)) return;',
        replace: 'if (await hasBegunWithin(scope, principal.sessionId, freshMinutes.person * 60)) return;',
      },
    ],
    test: [ofPatients, 'are ended by who has signed in moments ago'],
  },
  {
    rule: 'that a new proof is a new credential',
    changes: [
      {
        file: staffRows,
        find: '.set({ secret_hash: await hashSecret(token), proven_at: now, last_seen_at: now })',
        replace: '.set({ proven_at: now, last_seen_at: now })',
      },
    ],
    test: [ofStaff, 'gives the session a new credential'],
  },
  {
    rule: 'that a code proves the very person who asked for it',
    changes: [
      {
        file: 'core/features/staff-sessions/staff-proof.ts',
        find: 'if (pending?.staff_id !== staffId)',
        replace: 'if (pending === undefined)',
      },
    ],
    test: [ofStaff, 'takes a code once, of this very person'],
  },
  {
    rule: 'that staff end their own sessions alone',
    changes: [
      {
        file: staffRows,
        find: "    .where('staff_id', '=', staffId)\n    .where(sql<boolean>`expires_at",
        replace: '    .where(sql<boolean>`expires_at',
      },
    ],
    test: [ofStaff, 'never another’s'],
  },
  {
    rule: 'that a mailbox may serve a family',
    changes: [{ file: own, find: "row(currentChart, 'is', null),", replace: '' }],
    test: [ofPatients, 'are those of nobody else at the same mailbox'],
  },
  {
    rule: 'that another birth date is somebody else’s',
    changes: [
      { file: own, find: 'sql<boolean>`coalesce(identity_index = ${mine.identity_index}::bytea, true)`,', replace: '' },
    ],
    test: [ofPatients, 'are those of nobody else at the same mailbox'],
  },
  {
    rule: 'that nobody is told for whom else another may act',
    changes: [
      { file: own, find: 'row.acted_for !== null && mayKnow.has(row.acted_for)', replace: 'row.acted_for !== null' },
    ],
    test: [ofPatients, 'say for whom else one has acted'],
  },
];

plantDefects('planted defects of sessions and second proofs', defects);
