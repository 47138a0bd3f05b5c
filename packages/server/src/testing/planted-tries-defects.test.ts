import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const sessions = 'core/features/staff-sessions';
const tries = `${sessions}/tries.test.ts`;

const defects: readonly Defect[] = [
  {
    rule: 'the cap on passwords',
    changes: [
      { file: `${sessions}/attempts.ts`, find: 'counted.n > cap.most', replace: 'counted.n > cap.most * 1000' },
    ],
    test: [tries, 'waits after six tries at one account'],
  },
  {
    rule: 'the places that strangers’ tries do not close',
    changes: [
      {
        file: `${sessions}/attempts.ts`,
        find: "if (isKnownPlace && cap.spares === 'known-places') continue;",
        replace: '',
      },
    ],
    test: [tries, 'keeps nobody out by tries of strangers'],
  },
  {
    rule: 'that a known browser is counted by itself',
    changes: [
      {
        file: `${sessions}/attempts.ts`,
        find: "capsByKind[kind][device === undefined ? 'anywhere' : 'device']",
        replace: "capsByKind[kind][device === '' ? 'device' : 'anywhere']",
      },
    ],
    test: [tries, 'lets a person in at a browser where they signed in before'],
  },
  {
    rule: 'that a change of the password is counted by the session',
    changes: [{ file: `${sessions}/change-password.ts`, find: ', address, device });', replace: ', address });' }],
    test: [tries, 'keeps nobody who is signed in from a new password'],
  },
  {
    rule: 'that a proof is counted by the session',
    changes: [{ file: `${sessions}/staff-proof.ts`, find: 'address, device: sessionId', replace: 'address' }],
    test: [tries, 'keeps nobody who is signed in from a new password'],
  },
  {
    rule: 'the cap of a known browser',
    changes: [
      {
        file: `${sessions}/attempts.ts`,
        find: 'subject: ({ account, device }) => `${account}\\n${device}`, most: 6,',
        replace: 'subject: ({ account, device }) => `${account}\\n${device}`, most: 600,',
      },
    ],
    test: [tries, 'lets a person in at a browser where they signed in before'],
  },
  {
    rule: 'whose browser it is',
    changes: [
      {
        file: `${sessions}/devices.ts`,
        find: '`device/${staffId}/${number}/${expires}`',
        replace: '`device/${number}`',
      },
    ],
    test: [tries, 'knows a browser of nobody else'],
  },
  {
    rule: 'the thirty days of a known browser',
    changes: [
      {
        file: `${sessions}/devices.ts`,
        find: '.filter(({ expires }) => Number.parseInt(expires, 36) * 1000 > now)',
        replace: '.filter(({ expires }) => Number.parseInt(expires, 36) * 1000 > 0 * now)',
      },
    ],
    test: [tries, 'knows a browser of nobody else'],
  },
  {
    rule: 'the count of tries at a clinic that is not there',
    changes: [
      {
        file: `${sessions}/staff-sign-in.ts`,
        find: 'first === undefined ? await countNowhere(address) : first.wait',
        replace: 'countNowhere.name === address ? 1 : first?.wait',
      },
    ],
    test: [tries, 'counts tries at a clinic that is not there'],
  },
  {
    rule: 'the end of the queue for hashes',
    changes: [{ file: `${sessions}/password-places.ts`, find: 'all >= most || ', replace: '' }],
    test: [tries, 'lets nobody wait without an end'],
  },
  {
    rule: 'the share of that queue that one address has',
    changes: [{ file: `${sessions}/password-places.ts`, find: ' || own >= ofOneAddress', replace: '' }],
    test: [tries, 'lets nobody wait without an end'],
  },
  {
    rule: 'the thirty days of a known place',
    changes: [
      { file: `${sessions}/attempts.ts`, find: '.where(sql<boolean>`window_start > clock_timestamp()`)', replace: '' },
    ],
    test: [tries, 'keeps nobody out by tries of strangers'],
  },
  {
    rule: 'the day’s cap on codes',
    changes: [
      {
        file: `${sessions}/attempts.ts`,
        find: 'account, most: 30, minutes: day',
        replace: 'account, most: 300, minutes: day',
      },
    ],
    test: [tries, 'takes thirty wrong codes in a day'],
  },
  {
    rule: 'that a right code does not count in a day',
    changes: [{ file: `${sessions}/attempts.ts`, find: "n: row('n', '-', 1)", replace: "n: row('n', '+', 9)" }],
    test: [tries, 'takes thirty wrong codes in a day'],
  },
  {
    rule: 'that a new password begins with no tries at codes',
    changes: [
      { file: `${sessions}/change-password.ts`, find: 'await forgetCodesOf(scope, keys, staffId);', replace: '' },
    ],
    test: [tries, 'counts codes anew'],
  },
  {
    rule: 'that a new invitation begins with no tries at codes',
    changes: [{ file: `${sessions}/enrolment.ts`, find: 'await forgetCodesOf(scope, keys, staff.id);', replace: '' }],
    test: [tries, 'counts codes anew'],
  },
  {
    rule: 'the mail about wrong codes',
    changes: [
      {
        file: `${sessions}/attempts.ts`,
        find: 'return n === refusedCodes.most;',
        replace: 'return n > 0 * refusedCodes.most;',
      },
    ],
    test: [tries, 'tells whose password it is'],
  },
];

plantDefects('planted defects of tries at signing in', defects);
