import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const others = 'core/features/erasure/erase-and-others.test.ts';
const steps = 'core/features/erasure/erase-patient.ts';
const people = 'core/features/erasure/forget-people.ts';

const defects: readonly Defect[] = [
  {
    rule: 'that a chart which a visitor typed takes nothing from others',
    changes: [{ file: people, find: 'if (identity?.isVerified === true && !', replace: 'if (identity && !' }],
    test: [others, 'is nothing where a stranger had typed'],
  },
  {
    rule: 'that to be found by its address and birth date makes a typed chart nobody’s own for good',
    changes: [
      { file: people, find: 'isVerified: row.verified }', replace: 'isVerified: row.verified || row.is_shown }' },
    ],
    test: [others, 'is nothing where a stranger typed them before'],
  },
  {
    rule: 'that who acts for others keeps session and mailbox',
    changes: [
      {
        file: people,
        find: 'const kept = await whoActsForOthers(scope, patientId, ids);',
        replace: 'const kept = new Set<string>();',
      },
    ],
    test: [others, 'is not who acts for another'],
  },
  {
    rule: 'that a right in another chart goes with who was said to be the erased',
    changes: [
      {
        file: people,
        find: 'own.map((right) => right.identity_index)',
        replace: 'own.slice(own.length).map((right) => right.identity_index)',
      },
    ],
    test: [others, 'is the right in another chart'],
  },
  {
    rule: 'that the erasure of a duplicate takes nothing',
    changes: [{ file: people, find: ' && !(await hasDuplicate(scope, patientId, identity))', replace: '' }],
    test: [others, 'is nothing where they have another chart'],
  },
  {
    rule: 'the log of whom an erased person acted for',
    changes: [
      {
        file: 'core/features/patients/service.ts',
        find: 'for (const right of rights) context.touches(right.id, right.patientId);',
        replace: '',
      },
    ],
    test: [others, 'is the right that named them'],
  },
  {
    rule: 'the end of the answers that named who held a right',
    changes: [{ file: steps, find: 'await forgetAnswersAbout(scope, [...rights, ...again]);', replace: 'void again;' }],
    test: [others, 'is every answer that is remembered of it'],
  },
  {
    rule: 'the rights in the list of erasures',
    changes: [
      {
        file: steps,
        find: 'endedRights.length > 0 ?',
        replace: 'endedRights.length < 0 ?',
      },
    ],
    test: [others, 'stays away when a backup'],
  },
  {
    rule: 'the signature over them',
    changes: [
      {
        file: 'core/features/erasure/erasure-list.ts',
        find: 'JSON.stringify([patientId, erasedAt, ...rights])',
        replace: 'JSON.stringify([patientId, erasedAt, rights.length])',
      },
    ],
    test: [others, 'takes no line of the list'],
  },
  {
    rule: 'the end of who has no session left',
    changes: [
      {
        file: 'core/features/sign-in/prune-sign-ins.ts',
        find: 'await prunePersons(database);',
        replace: '',
      },
    ],
    test: [others, 'leaves nobody who signed in by another address'],
  },
  {
    rule: 'the stay of sessions until nothing that they sealed opens',
    changes: [
      {
        file: 'core/features/sign-in/prune-sign-ins.ts',
        find: 'days => ${keptDays}',
        replace: 'days => ${keptDays - keptDays}',
      },
    ],
    test: [others, 'finds them by their session until then'],
  },
  {
    rule: 'that what a visitor typed gives no right by a link',
    changes: [
      {
        file: 'core/features/sign-in/link-service.ts',
        find: 'const index = isVerified ?',
        replace: 'const index = isVerified || !isVerified ?',
      },
    ],
    test: ['core/features/persons/persons.test.ts', 'is for nobody who came by a link'],
  },
  {
    rule: 'that what somebody says of themselves goes before what a visitor typed',
    changes: [
      {
        file: 'core/features/appointments/booked-patient.ts',
        find: 'await rewritePatient(context, found.patientId, patient);',
        replace: '',
      },
    ],
    test: ['core/features/persons/persons.test.ts', 'writes what somebody says of themself'],
  },
  {
    rule: 'that what somebody says of themselves is not told to who had booked in their name',
    changes: [
      {
        file: 'core/features/persons/readable-patient.ts',
        find: 'principal.identityVersion !== row.identity_version',
        replace: 'principal.identityVersion > row.identity_version',
      },
    ],
    test: ['core/features/persons/readable-patient.test.ts', 'tells of the visit'],
  },
  {
    rule: 'that access ends though what names it cannot be read',
    changes: [
      { file: 'core/http/read-if-whole.ts', find: 'if (!isRecordDamage(error)) throw error;', replace: 'throw error;' },
    ],
    test: [
      'core/features/patient-sessions/end-damaged.test.ts',
      'signs a patient out everywhere, with the chart damaged',
    ],
  },
  {
    rule: 'that a chart is its person’s under their name alone',
    changes: [
      {
        file: 'core/features/appointments/booked-patient.ts',
        find: ' && hasSameName(chart.patient, patient)',
        replace: '',
      },
    ],
    test: ['core/features/persons/persons.test.ts', 'gives each twin a chart'],
  },
  {
    rule: 'that whoever was linked by a date is asked who they are',
    changes: [
      {
        file: 'core/features/persons/asks-who.ts',
        find: 'if (isVerified || ',
        replace: 'if (isVerified || !isVerified || ',
      },
    ],
    test: ['core/features/persons/persons.test.ts', 'takes name and telephone number from nobody'],
  },
  {
    rule: 'that to show an address says nothing about a name',
    changes: [
      {
        file: 'core/features/persons/match-chart.ts',
        find: 'await markShown(context, patientId)',
        replace:
          "await context.tx.updateTable('patient').set({ verified: true }).where('id', '=', patientId).execute()",
      },
    ],
    test: ['core/features/persons/persons.test.ts', 'takes name and telephone number from nobody'],
  },
  {
    rule: 'that a chart which was shown goes before what is typed later',
    changes: [
      {
        file: 'core/features/persons/match-chart.ts',
        find: '[verified, shown].find',
        replace: '[verified].find',
      },
    ],
    test: ['core/features/persons/persons.test.ts', 'takes name and telephone number from nobody'],
  },
  {
    rule: 'that visits count for their day, whoever has shown that they are theirs',
    changes: [
      {
        file: 'core/features/holds/hold-caps.ts',
        find: "or appointment.network = ${visitor}) and appointment.status = 'booked'",
        replace:
          "or appointment.network = ${visitor}) and appointment.status = 'booked' and not exists (select from patient where patient.id = appointment.patient_id and patient.is_shown)",
      },
    ],
    test: ['core/http/limits/limits.test.ts', 'count what a visitor has booked'],
  },
  {
    rule: 'that a visit counts for the network where whoever booked was signed in',
    changes: [
      {
        file: 'core/features/appointments/booked-by.ts',
        find: 'network: booker.isSignedIn ? visitor : null',
        replace: 'network: null',
      },
    ],
    test: ['core/http/limits/limits.test.ts', 'signing in opens no second share'],
  },
  {
    rule: 'that what a network has taken counts for whoever signs in there',
    changes: [
      {
        file: 'core/features/holds/hold-caps.ts',
        find: 'isOver(ofDay.filter(({ isOfNetwork }) => isOfNetwork)) || ',
        replace: '',
      },
    ],
    test: ['core/http/limits/limits.test.ts', 'signing in opens no second share'],
  },
  {
    rule: 'that the time around a visit counts',
    changes: [
      {
        file: 'core/features/holds/hold-caps.ts',
        find: 'upper(allocation.during) - lower(allocation.during)',
        replace: 'session.end_at - session.start_at',
      },
    ],
    test: ['core/http/limits/limits.test.ts', 'kept free around a visit'],
  },
  {
    rule: 'that a refused change without a key of its own is told',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: "row.method === 'GET' ? effect() : effectOrRefusal(context, effect)",
        replace: 'effect()',
      },
    ],
    test: ['core/features/audit-events/audit-events.test.ts', 'say of a change without a key of its own'],
  },
];

plantDefects('planted defects of charts', defects);
