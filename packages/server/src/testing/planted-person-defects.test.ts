import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const persons = 'core/features/persons/persons.test.ts';

const defects: readonly Defect[] = [
  {
    rule: 'the version of mailed links',
    changes: [
      {
        file: 'core/features/appointment-access/live-access.ts',
        find: ".where('link_version', '=', linkVersion)",
        replace: '',
      },
    ],
    test: [persons, 'ends mailed links and what came of them'],
  },
  {
    rule: 'that an anonymous booking looks for no chart',
    changes: [
      {
        file: 'core/features/appointments/booked-patient.ts',
        find: 'return addUnverifiedPatient(context, requirePatient(booking));\n  }',
        replace: `const { email, birthDate } = requirePatient(booking);
    const index = await identityIndex(context.keys, context.tenantId, email, birthDate);
    return (
      (await matchChart(context, { email, birthDate, identityIndex: index }))?.patientId ??
      addUnverifiedPatient(context, requirePatient(booking))
    );
  }`,
      },
    ],
    test: [persons, 'lets an anonymous booking read, merge into and change no chart'],
  },
  {
    rule: 'that a chart is the only one that fits',
    changes: [
      {
        file: 'core/features/persons/match-chart.ts',
        find: 'ids.length === 1 ? (ids[0] ?? null) : null',
        replace: 'ids[0] ?? null',
      },
    ],
    test: [persons, 'links nobody where two charts fit'],
  },
  {
    rule: 'the birth date of a chart',
    changes: [
      {
        file: 'core/features/persons/charts.ts',
        find: 'if (patient.birthDate === birthDate && ',
        replace: 'if (birthDate !== "" && ',
      },
    ],
    test: [persons, 'links a session to the one chart'],
  },
  {
    rule: 'the tries of birth dates',
    changes: [
      {
        file: 'core/features/persons/match-chart.ts',
        find: 'counted.match_tries > triesPerDay',
        replace: 'counted.match_tries < 0',
      },
    ],
    test: [persons, 'lets five dates be tried in a day'],
  },
  {
    rule: 'that a right date counts no try',
    changes: [
      {
        file: 'core/features/persons/match-chart.ts',
        find: 'if (isRight) await returnTry(context, personId);',
        replace: '',
      },
    ],
    test: [persons, 'counts no date that was right'],
  },
  {
    rule: 'that a wrong date counts one',
    changes: [
      {
        file: 'core/features/persons/match-chart.ts',
        find: 'if (isRight) await returnTry',
        replace: 'await returnTry',
      },
    ],
    test: [persons, 'lets five dates be tried in a day'],
  },
  {
    rule: "that a person's list is their own",
    changes: [
      {
        file: 'core/http/reach.ts',
        find: "patientId === null ? { of: 'nothing' } : { of: 'patient', patientId };",
        replace: "patientId === null ? { of: 'nothing' } : { of: 'clinic' };",
      },
    ],
    test: [persons, 'links a session to the one chart'],
  },
  {
    rule: 'that a right which was taken back is gone',
    changes: [
      {
        file: 'core/features/related-persons/right-to-act.ts',
        find: 'related_person.revoked_at is null',
        replace: 'true',
      },
    ],
    test: [persons, 'ends when the clinic takes the right back'],
  },
  {
    rule: 'the last day of a right',
    changes: [
      {
        file: 'core/features/related-persons/right-to-act.ts',
        find: '(related_person.end_date is null or',
        replace: '(true or',
      },
    ],
    test: [persons, 'lasts for its days'],
  },
  {
    rule: 'that acting for reading changes nothing',
    changes: [
      {
        file: 'core/http/check-access.ts',
        find: 'principal.actingFor?.mayChange !== false;',
        replace: "principal.sessionId !== '';",
      },
    ],
    test: [persons, 'may be for reading only'],
  },
  {
    rule: 'the session behind a credential that a booking brought',
    changes: [
      {
        file: 'core/http/live-principal.ts',
        find: 'principal.by === undefined\n          ? principal\n          : { ...principal, by: await requireLiveBooker(scope, principal.by, principal.appointmentId, { isPassive }) },',
        replace:
          'principal.by === undefined && scope.tenantId === "" ? { ...principal, by: await requireLiveBooker(scope, principal.by as never, "", { isPassive }) } : principal,',
      },
    ],
    test: ['core/features/appointment-access/booked-by-session.test.ts', 'ends when the session is signed out'],
  },
  {
    rule: 'that a chart which was said to be theirs is so for its days',
    changes: [
      {
        file: 'core/features/related-persons/right-to-act.ts',
        find: 'when chart_is_said and array',
        replace: 'when not chart_is_said and array',
      },
    ],
    test: [persons, 'is for oneself until its last day'],
  },
  {
    rule: 'that a visit which was booked for such a chart goes with it',
    changes: [
      {
        file: 'core/http/live-principal.ts',
        find: 'if (by.actingFor === undefined && (await',
        replace: 'if (by.actingFor !== undefined && (await',
      },
    ],
    test: [persons, 'is for oneself until its last day'],
  },
  {
    rule: 'who acted, in the audit',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'principal: auditName(principal, { right, personId }),',
        replace: 'principal: principalName(principal),',
      },
    ],
    test: ['core/features/appointment-access/booked-by-session.test.ts', 'leaves audit rows that name who acted'],
  },
  {
    rule: 'by which right, in the audit',
    changes: [
      {
        file: 'core/http/live-principal.ts',
        find: 'return { ...by, relatedPersonId: person.actingFor?.relatedPersonId, mayChange: person.actingFor?.mayChange };',
        replace: 'return person.sessionId === "" ? { ...by } : by;',
      },
    ],
    test: ['core/features/appointment-access/booked-by-session.test.ts', 'leaves audit rows that name who acted'],
  },
  {
    rule: 'the tries of a day, in a booking',
    changes: [
      {
        file: 'core/features/appointments/booked-patient.ts',
        find: 'identityIndex: null, chart: newChart',
        replace: 'identityIndex: identity.identityIndex, chart: newChart',
      },
    ],
    test: ['core/features/persons/persons.test.ts', 'has no more dates of birth tried by booking'],
  },
  {
    rule: 'what a key must hold to give a role',
    changes: [{ file: 'core/features/staff/service.ts', find: 'requireMayGive(context, input.role);', replace: '' }],
    test: ['core/features/staff/staff.test.ts', 'get from a key no role that may do'],
  },
  {
    rule: 'that who cares for a patient does not become them',
    changes: [
      {
        file: 'core/features/persons/charts.ts',
        find: 'if (patient === null || patient.contact !== null) continue;',
        replace: 'if (patient === null) continue;',
      },
    ],
    test: [persons, 'to care for somebody is not to be them'],
  },
  {
    rule: 'the age that a visit is for',
    changes: [
      {
        file: 'core/features/appointments/service.ts',
        find: 'if (input.patient !== undefined) requireEligibleAge',
        replace: 'if (input.patientId !== undefined && input.patient !== undefined) requireEligibleAge',
      },
    ],
    test: [persons, 'is the age on the day of the visit'],
  },
  {
    rule: 'the chart of a session that booking refuses by it',
    changes: [{ file: 'core/features/appointments/eligibility.ts', find: ', { keepsWrites: true }', replace: '' }],
    test: [persons, 'is no way to try dates of birth'],
  },
];

plantDefects('planted defects of who somebody is, and for whom they act', defects);
