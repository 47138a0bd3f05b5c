import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const codes = 'core/features/sign-in/code-repository.ts';
const sessionRows = 'core/features/patient-sessions/session-repository.ts';
const sessionService = 'core/features/patient-sessions/service.ts';
const waysIn = 'core/features/patient-sessions/ways-in.ts';
const sessions = 'core/features/patient-sessions/sessions.test.ts';
const ownSessions = 'core/features/patient-sessions/own-sessions.test.ts';
const persons = 'core/features/persons/persons.test.ts';
const portal = 'core/features/sign-in/portal.test.ts';

const defects: readonly Defect[] = [
  {
    rule: 'that mailed links to visits end when a patient is signed out',
    changes: [
      {
        file: 'core/features/appointment-access/live-access.ts',
        find: "sql<boolean>`end_at > now() - interval '25 hours'`",
        replace: 'sql<boolean>`false`',
      },
    ],
    test: ['core/features/appointment-access/booked-by-session.test.ts', 'ends the mailed links to each visit'],
  },
  {
    rule: 'that an answer is given again to nobody from whom the chart was taken',
    changes: [
      {
        file: 'core/http/may-still-read.ts',
        find: 'return said === undefined;',
        replace: 'return said === undefined || others.length > 0;',
      },
    ],
    test: [persons, 'is given, linked and taken back by staff'],
  },
  {
    rule: 'that a session which has shown the address alone ends when its patient is signed out',
    changes: [{ file: waysIn, find: "[row('contact_index', 'in', contacts)]", replace: '[]' }],
    test: [persons, 'ends with the sessions that have shown the address'],
  },
  {
    rule: 'that codes which were mailed end with the sessions',
    changes: [
      {
        file: waysIn,
        find: '  await endCodesOf(context,',
        replace: '  if (patientId === "") await endCodesOf(context,',
      },
    ],
    test: [persons, 'ends with the sessions that have shown the address'],
  },
  {
    rule: 'the end of links by which nobody has signed in, with the sessions',
    changes: [
      {
        file: sessionService,
        find: '  await endSignInLinks(context, patientId);\n',
        replace: '  if (patientId === "") await endSignInLinks(context, patientId);\n',
      },
    ],
    test: [portal, 'signs a patient in with a link, once'],
  },
  {
    rule: 'the one use of a code',
    changes: [{ file: codes, find: ".where('used_at', 'is', null)", replace: '' }],
    test: [sessions, 'begins a session with the code of the mail, once'],
  },
  {
    rule: 'the ten minutes of a code',
    changes: [{ file: codes, find: '.where(sql<boolean>`expires_at > now()`)', replace: '' }],
    test: [sessions, 'refuses a code after ten minutes'],
  },
  {
    rule: 'the five tries of a code',
    changes: [{ file: codes, find: ".where('tries', '<', triesPerCode)", replace: '' }],
    test: [sessions, 'refuses a code after five wrong tries'],
  },
  {
    rule: 'the count of a try that is refused',
    changes: [
      { file: 'core/http/idempotency.ts', find: 'if (!error.extras.keepsWrites) await sql', replace: 'await sql' },
    ],
    test: [sessions, 'refuses a code after five wrong tries'],
  },
  {
    rule: 'that a code which was withheld cannot be entered',
    changes: [
      {
        file: codes,
        find: ".where('mail_attempts', '>', 0)\n    .select(['id', 'sealed'])",
        replace: ".select(['id', 'sealed'])",
      },
    ],
    test: [sessions, 'sends an address eight codes an hour'],
  },
  {
    rule: 'the share of one network in the codes of an address',
    changes: [{ file: codes, find: ' && ofVisitor < codesPerVisitor)', replace: ')' }],
    test: [sessions, 'sends an address eight codes an hour'],
  },
  {
    rule: 'the one count of all tags of a mailbox',
    changes: [
      {
        file: codes,
        find: 'hasTag && known === undefined ? mailbox : contact',
        replace: 'hasTag && known !== undefined ? mailbox : contact',
      },
    ],
    test: [sessions, 'counts the tags of one mailbox together'],
  },
  {
    rule: 'that the tags of a mailbox shut out nobody who has signed in by one',
    changes: [
      {
        file: codes,
        find: 'hasTag && known === undefined ? mailbox : contact',
        replace: 'known === null ? contact : mailbox',
      },
    ],
    test: [sessions, 'counts the tags of one mailbox together'],
  },
  {
    rule: 'that only codes which were sent count',
    changes: [{ file: codes, find: ' and other.mail_attempts > 0`', replace: '`' }],
    test: [sessions, 'leaves an address its next code after an hour'],
  },
  {
    rule: 'that a mail whose link was used counts no more',
    changes: [{ file: codes, find: ' and other.link_used_at is null', replace: '' }],
    test: [sessions, 'sends one more mail with a link for each link that was used'],
  },
  {
    rule: 'the lock of an address whose codes are counted',
    changes: [
      { file: codes, find: 'pg_advisory_xact_lock(hashtextextended', replace: '(hashtextextended' },
      // all that come within a second count before the first has written
      {
        file: codes,
        find: '  const isWithinCaps =',
        replace: '  await sql`select pg_sleep(1)`.execute(tx);\n  const isWithinCaps =',
      },
    ],
    test: [sessions, 'sends no more when many are asked for at the same moment'],
  },
  {
    rule: 'that the tries of one code are its own',
    changes: [
      {
        file: codes,
        find: ".where('id', '=', id)\n    .execute();\n}\n\n/** Notes that a code was used",
        replace: ".where('id', '>=', 'sgn_')\n    .execute();\n}\n\n/** Notes that a code was used",
      },
    ],
    test: [sessions, 'shuts nobody out by a stranger'],
  },
  {
    rule: 'the way in when no further code is sent',
    changes: [{ file: codes, find: 'others >= codesPerHour - 1 ||', replace: 'others < 0 ||' }],
    test: [sessions, 'signs in by the link of the mail that fills a cap'],
  },
  {
    rule: 'the one use of that link',
    changes: [{ file: codes, find: ".where('link_used_at', 'is', null)", replace: '' }],
    test: [sessions, 'signs in by the link of the mail that fills a cap'],
  },
  {
    rule: 'the two hours of that link',
    changes: [
      {
        file: codes,
        find: '.where(sql<boolean>`created_at > now() - make_interval(hours => ${linkHours}::integer)`)',
        replace: '.where(sql<boolean>`${linkHours}::integer > 0`)',
      },
    ],
    test: [sessions, 'signs in by the link of the mail that fills a cap'],
  },
  {
    rule: 'the end of the key of who signed in, when they are erased',
    changes: [
      {
        file: 'core/features/persons/person-repository.ts',
        find: 'for (const id of personIds) await destroyPatientKey({ tx, tenantId }, id);',
        replace: '',
      },
    ],
    test: ['core/features/erasure/erase-patient.test.ts', 'removes who signed in to the chart by an address'],
  },
  {
    rule: 'the erasure of codes that were kept',
    changes: [
      {
        file: 'core/features/erasure/forget-people.ts',
        find: "['sign_in_code', 'outbox_mail'] as const",
        replace: "['sign_in_code'] as const",
      },
    ],
    test: ['core/features/erasure/erase-patient.test.ts', 'removes the codes that the demo’s outbox has kept'],
  },
  {
    rule: 'the proof of the device key',
    changes: [
      {
        file: sessionService,
        find: 'if (!(await isProofOf(session.device_key, handle, proof)))',
        replace: "if (proof === '')",
      },
    ],
    test: [sessions, 'refuses a copied handle without its key'],
  },
  {
    rule: 'the one use of a handle',
    changes: [
      { file: sessionService, find: 'if (generation !== session.generation) {', replace: 'if (generation < 0) {' },
    ],
    test: [sessions, 'refreshes with a proof of the device key'],
  },
  {
    rule: 'the signature of a handle alone',
    changes: [
      {
        file: 'core/features/patient-sessions/session-handle.ts',
        find: 'if (!isSameSecret(mac, expected))',
        replace: "if (mac === '')",
      },
    ],
    test: [sessions, 'refuses a handle that was changed'],
    // the proof covers the handle as the server makes it
    stays: 'green',
  },
  {
    rule: "the look at a session's row in each request",
    changes: [{ file: sessionRows, find: '`ended_at is null and expires_at', replace: '`expires_at' }],
    test: [sessions, 'signs out here, or everywhere'],
  },
  {
    rule: 'the idle time',
    changes: [
      {
        file: sessionRows,
        find: ' and last_used_at > now() - make_interval(mins => ${idleMinutes})',
        replace: ' and ${idleMinutes}::integer > 0',
      },
    ],
    test: [sessions, 'ends after 15 minutes without a request'],
  },
  {
    rule: 'the one use of an assertion',
    changes: [
      {
        file: 'core/features/sign-in/portal-service.ts',
        find: 'if (first === undefined)',
        replace: 'if (first === null)',
      },
    ],
    test: [portal, 'takes an assertion once'],
  },
  {
    rule: 'that a session is linked to no chart whose address it has not shown',
    changes: [
      {
        file: 'core/features/appointments/booked-patient.ts',
        find: 'if (email === null) return addUnverifiedPatient(context, patient);\n  if (',
        replace: 'if (email !== null && ',
      },
    ],
    test: [portal, 'links nobody to a chart whose address they have not shown'],
  },
  {
    rule: 'the count of mails that a session without an address causes',
    changes: [
      {
        file: 'core/features/persons/shown-address.ts',
        find: 'return isLinked(context, sessionId);',
        replace: 'return (await isLinked(context, sessionId)) || sessionId !== "";',
      },
    ],
    test: [portal, 'links nobody to a chart whose address they have not shown'],
  },
  {
    rule: "an assertion's audience",
    changes: [{ file: 'core/features/sign-in/portal-assertion.ts', find: 'audience: portal.audience,', replace: '' }],
    test: [portal, 'takes no assertion of one clinic at another'],
  },
  {
    rule: 'the one use of a link that signs in',
    changes: [{ file: 'core/features/sign-in/link-service.ts', find: ".where('used_at', 'is', null)", replace: '' }],
    test: [portal, 'signs a patient in with a link, once'],
  },
  {
    rule: 'that signing out everywhere ends what is shown',
    changes: [
      {
        file: sessionService,
        find: "if (which === 'all') await endOtherSessions(context, principal);",
        replace: '',
      },
    ],
    test: [ownSessions, 'are what signing out everywhere ends'],
  },
];

plantDefects('planted defects of signing in', defects);
