import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const folder = 'core/features/questionnaire-responses';
const taskFolder = 'core/features/tasks';
const test = (name: string): Defect['test'] => [`${folder}/responses.test.ts`, name];

const visitors = ['testing/matrix/visitors.test.ts', 'has what is another’s as what is not there'] as const;
const confidential = ['testing/matrix/visitors.test.ts', 'says of nobody that the answers are theirs'] as const;

const results = 'core/features/survey-results';

const ownFolder = 'core/features/own-surveys';
const own = (name: string): Defect['test'] => [`${ownFolder}/own-surveys.test.ts`, name];

const defects: readonly Defect[] = [
  {
    rule: 'whose an invitation is',
    changes: [
      { file: 'core/http/check-ownership.ts', find: "    .where('patient_id', '=', ownPatientId)\n", replace: '' },
    ],
    test: own('does not show what is another patient’s'),
  },
  {
    rule: 'what is asked in confidence, in the list of the patient alone',
    changes: [
      {
        file: `${ownFolder}/own-survey-repository.ts`,
        find: "invitation.mode = 'named' and response.id is null",
        replace: 'response.id is null',
      },
    ],
    test: own('shows who acts for the patient what waits by name'),
  },
  {
    rule: 'what others have begun for a patient, in their own lists',
    changes: [
      {
        file: `${ownFolder}/own-survey-repository.ts`,
        find: 'patient_id = ${patientId} and begun_by = ${personId} and (${isPatient}',
        replace: 'patient_id = ${patientId} and begun_by is not null and (${isPatient}',
      },
    ],
    test: own('shows who acts for the patient what waits by name'),
  },
  {
    rule: 'the moment of what was answered in confidence, kept from lists',
    changes: [
      {
        file: `${ownFolder}/routes.ts`,
        find: "answeredAt: row.mode === 'named' ? (row.answered_at?.toISOString() ?? null) : null,",
        replace: 'answeredAt: row.answered_at?.toISOString() ?? null,',
      },
    ],
    test: own('says no time of what was answered in confidence'),
  },
  {
    rule: 'the task of a safety answer in a part',
    changes: [
      {
        file: `${folder}/service.ts`,
        find: 'isComplete: false, reasons: safety, safetyOf };',
        replace: 'isComplete: false, reasons: [], safetyOf };',
      },
    ],
    test: test('opens one task with an alert'),
  },
  {
    rule: 'a safety answer wherever it is',
    changes: [
      {
        file: `${folder}/find-reasons.ts`,
        find: 'highestPointsOf(plan, each)',
        replace: 'pointsOf(plan, each)',
      },
      {
        file: `${folder}/find-reasons.ts`,
        find: 'findSafetyAnswers, highestPointsOf }',
        replace: 'findSafetyAnswers, pointsOf }',
      },
    ],
    test: test('is not missed where it is answered twice'),
  },
  {
    rule: 'that a safety answer is understood before it is kept',
    changes: [
      { file: `${folder}/check-response.ts`, find: '  checkWatched(safety, plan, response, refuse);\n', replace: '' },
      { file: `${folder}/check-response.ts`, find: 'checkShape, checkWatched,', replace: 'checkShape,' },
      {
        file: `${folder}/check-response.ts`,
        find: '{ mode, url, version, safety }',
        replace: '{ mode, url, version }',
      },
    ],
    test: test('is told or refused in whatever form it comes'),
  },
  {
    rule: 'the one value of an answer',
    changes: [
      {
        file: `${folder}/check-shape.ts`,
        find: 'if (valuesOf(answer).length > 1)',
        replace: 'if (valuesOf(answer).length > 9)',
      },
    ],
    test: test('is told or refused in whatever form it comes'),
  },
  {
    rule: 'the one task of a rule and a response',
    changes: [
      {
        file: `${taskFolder}/open-tasks.ts`,
        find: ".where('rule', '=', rule)",
        replace: ".where('rule', '=', `not ${rule}`)",
      },
    ],
    test: test('opens one task with an alert'),
  },
  {
    rule: 'the task of an answer that got worse',
    changes: [
      {
        file: `${taskFolder}/open-tasks.ts`,
        find: 'if (reason.points > told) {',
        replace: 'if (reason.points < told) {',
      },
    ],
    test: test('opens one task with an alert'),
  },
  {
    rule: 'the task of an answer that was given again',
    changes: [
      {
        file: `${taskFolder}/open-tasks.ts`,
        find: 'reason.points > ((await pointsBefore())',
        replace: 'reason.points < ((await pointsBefore())',
      },
    ],
    test: test('opens another task when it is worse'),
  },
  {
    rule: 'whose a confidential response is, hidden',
    changes: [
      {
        file: `${folder}/read-responses.ts`,
        find: "row.mode === 'named' || row.identity_opened_at !== null",
        replace: "row.mode !== 'anonymous'",
      },
    ],
    test: test('opens whose a confidential response is'),
  },
  {
    rule: 'the secret of an anonymous response',
    changes: [
      {
        file: `${folder}/service.ts`,
        find: 'if (!(await mayWrite(context, row, secret)))',
        replace: 'if (!(await mayWrite(context, row, secret)) && row.patient_id !== null)',
      },
    ],
    test: test('goes on for who has its secret alone'),
  },
  {
    rule: 'the owners whom a visitor is none of, for responses',
    changes: [
      {
        file: 'core/http/check-ownership.ts',
        find: "isThere(response.where('mode', '=', 'anonymous'))",
        replace: 'isThere(response)',
      },
      {
        file: `${folder}/service.ts`,
        find: "return secret === undefined && principal.kind !== 'publishable';",
        replace: 'return secret === undefined && principal.kind.length > 0;',
      },
    ],
    test: visitors,
  },
  {
    rule: 'the owners whom a visitor is none of, for appointments',
    changes: [
      {
        file: 'core/http/check-ownership.ts',
        find: "case 'nothing':\n      return false;\n  }\n}\n\nasync function isAppointmentOf",
        replace:
          "case 'nothing':\n      return context.principal.kind === 'publishable';\n  }\n}\n\nasync function isAppointmentOf",
      },
    ],
    test: visitors,
  },
  {
    rule: 'whose a confidential response is, hidden from the clinic whoever asks',
    changes: [
      {
        file: `${folder}/read-responses.ts`,
        find: "row.mode === 'named' || row.identity_opened_at !== null",
        replace: "row.mode !== 'anonymous'",
      },
    ],
    test: confidential,
  },
  {
    rule: 'who was said to read the answers',
    changes: [
      {
        file: 'core/features/surveys/is-reader.ts',
        find: "principal.kind !== 'staff' || readers.some",
        replace: "principal.kind === 'staff' || readers.some",
      },
    ],
    test: test('is read by whom the survey names'),
  },
  {
    rule: 'the safety question that cannot be left out',
    changes: [
      {
        file: 'core/features/surveys/known-instruments.ts',
        find: 'const all = [...given.safety, ...found];',
        replace: 'const all = [...given.safety, ...found.slice(9)];',
      },
    ],
    test: test('opens one task with an alert and an event'),
  },
  {
    rule: 'what is erased of answers',
    changes: [
      {
        file: 'core/features/erasure/erase-patient.ts',
        find: '  await forgetSurveys(scope, patientId);\n',
        replace: '  if (patientId === "") await forgetSurveys(scope, patientId);\n',
      },
    ],
    test: test('keeps nothing in the clear'),
  },
  {
    rule: 'the change that would tell what was said in confidence',
    changes: [{ file: `${folder}/response-repository.ts`, find: "    .where('mode', '=', 'named')\n", replace: '' }],
    test: test('says nothing in a named response'),
  },
  {
    rule: 'the answers in progress of who began them',
    changes: [
      { file: `${folder}/response-repository.ts`, find: "    .where('begun_by', '=', begunBy)\n", replace: '' },
    ],
    test: test('is begun in a session by its patient'),
  },
  {
    rule: 'why somebody is to be called, for those who read the answers',
    changes: [
      {
        file: 'core/features/tasks/may-read-why.ts',
        find: 'isReader(context, survey) &&',
        replace: 'survey.readers.length > 0 &&',
      },
    ],
    test: test('tells whom to call and by when'),
  },
  {
    rule: 'the links that end with the sessions of their patient',
    changes: [
      {
        file: 'core/features/patient-sessions/service.ts',
        find: '  await endSurveyLinks(context, { patientId });\n',
        replace: '  if (patientId === "") await endSurveyLinks(context, { patientId });\n',
      },
    ],
    test: test('ends with the links to its visit'),
  },
  {
    rule: 'what was typed and not sent',
    changes: [
      {
        file: `${folder}/read-responses.ts`,
        find: "if (row.status !== 'completed' && item.safety.length === 0)",
        replace: "if (row.status !== 'completed' && item.safety.length < 0)",
      },
    ],
    test: test('shows nobody what was typed and not sent'),
  },
  {
    rule: 'that a link which has ended still declines',
    changes: [
      {
        file: 'core/http/live-principal.ts',
        find: 'if (takesEndedLinks || (await isLiveInvitation(scope, principal))) return principal;',
        replace: 'if (await isLiveInvitation(scope, principal)) return principal;',
      },
    ],
    test: ['core/features/survey-mails/survey-mails.test.ts', 'takes a decline by every link that was mailed'],
  },
  {
    rule: 'that a link which has ended does nothing but decline',
    changes: [
      {
        file: 'core/http/live-principal.ts',
        find: 'if (takesEndedLinks || (await isLiveInvitation(scope, principal))) return principal;',
        replace: 'if (takesEndedLinks !== undefined || (await isLiveInvitation(scope, principal))) return principal;',
      },
    ],
    test: ['core/features/survey-mails/survey-mails.test.ts', 'takes a decline by every link that was mailed'],
  },
  {
    rule: 'that consent is looked at when a mail goes',
    changes: [
      {
        file: 'core/features/mail/send-survey-mail.ts',
        find: "decision === 'deny' ||",
        replace: "decision === 'permit' &&",
      },
    ],
    test: ['core/features/survey-mails/survey-mails.test.ts', 'asks nobody who has declined'],
  },
  {
    rule: 'a file is read once the answers that name it were sent',
    changes: [
      {
        file: 'core/features/response-attachments/service.ts',
        find: 'const named = namedAttachments(response).find((each) => each.url === url);',
        replace: "const named = { contentType: response === undefined ? url : 'text/plain' };",
      },
      {
        file: `${folder}/read-responses.ts`,
        find: "if (row.status !== 'completed' && item.safety.length === 0)",
        replace: "if (row.status === 'never')",
      },
    ],
    test: ['core/features/response-attachments/attachments.test.ts', 'go sealed to object storage'],
  },
  {
    rule: 'a file that an answer names is of its own response',
    changes: [
      {
        file: 'core/features/response-attachments/check-attachments.ts',
        find: "if (row?.status !== 'stored')",
        replace: "if (row !== undefined && row.status !== 'stored')",
      },
      {
        file: 'core/features/response-attachments/check-attachments.ts',
        find: "typeof contentType === 'string' &&",
        replace: "row === undefined || typeof contentType === 'string' &&",
      },
      {
        file: 'core/features/response-attachments/check-attachments.ts',
        find: 'row.bytes !== size',
        replace: 'row && row.bytes !== size',
      },
    ],
    test: ['core/features/response-attachments/attachments.test.ts', 'are what the answer says of them'],
  },
  {
    rule: 'that nobody learns by asking again who has answered in confidence',
    changes: [
      {
        file: 'core/features/survey-invitations/invitation-repository.ts',
        find: "survey_invitation.mode = 'named' and survey_invitation.expires_at",
        replace: 'survey_invitation.expires_at',
      },
    ],
    test: ['core/features/survey-invitations/invitations.test.ts', 'says the same of who has answered in confidence'],
  },
  {
    rule: 'that results are of five people',
    changes: [
      {
        file: `${results}/join-batches.ts`,
        find: 'byPerson.set(each.person, each);',
        replace: 'byPerson.set(each.id, each);',
      },
    ],
    test: [`${results}/results.test.ts`, 'count people in each measure'],
  },
  {
    rule: 'that a measure is of those who answered it',
    changes: [
      {
        file: `${results}/service.ts`,
        find: 'batchesOf(answers.filter(isIn), before)',
        replace: 'batchesOf(answers, before)',
      },
    ],
    test: [`${results}/results.test.ts`, 'count people in each measure'],
  },
  {
    rule: 'that what was told of five is never told of four',
    changes: [
      {
        file: `${results}/join-batches.ts`,
        find: 'kept.filter((batch) => batch.length === smallestCell)',
        replace: 'kept',
      },
    ],
    test: [`${results}/results.test.ts`, 'tell nothing more of the four'],
  },
  {
    rule: 'that no move of a visit shows who has answered about it',
    changes: [
      {
        file: 'core/database/migrations/0036-visits-as-answered.ts',
        find: "old.status <> 'completed')",
        replace: "old.status = 'completed')",
      },
      {
        file: 'core/database/migrations/0036-visits-as-answered.ts',
        find: "for each row when (new.status = 'completed') execute",
        replace: "for each row when (new.status = 'in-progress') execute",
      },
    ],
    test: [`${results}/results.test.ts`, 'stay what they were where a visit is moved'],
  },
  {
    rule: 'that who books anew as a visitor is asked no more often for it',
    changes: [
      {
        file: 'core/features/persons/same-person.ts',
        find: 'new Set([patientId, ...rows.map(({ id }) => id)])',
        replace: 'new Set([patientId])',
      },
    ],
    test: ['core/features/survey-mails/survey-mails.test.ts', 'knows who books anew as a visitor'],
  },
  {
    rule: 'what came of a task that was not needed',
    changes: [
      {
        file: `${taskFolder}/service.ts`,
        find: '  requireWord(row, next, { status, outcome, note });\n',
        replace: '',
      },
    ],
    test: [`${taskFolder}/tasks.test.ts`, 'are not put away as not needed'],
  },
  {
    rule: 'the tasks of who has left',
    changes: [
      {
        file: 'core/features/staff/service.ts',
        find: 'if (!mayHoldTasks(changed)) await releaseTasks(context, id);',
        replace: '',
      },
    ],
    test: [`${taskFolder}/tasks.test.ts`, 'are nobody’s once their owner'],
  },
  {
    rule: 'that a visit which takes no place is not asked about',
    changes: [
      {
        file: 'core/features/survey-invitations/service.ts',
        find: 'if (noVisits.has(visit.status))',
        replace: 'if (false)',
      },
    ],
    test: ['core/features/survey-invitations/invitations.test.ts', 'asks about no visit that does not take place'],
  },
  {
    rule: 'that a mail which was refused has asked nobody',
    changes: [
      {
        file: 'core/features/mail/send-survey-mail.ts',
        find: "if (status === 'refused') await forgetAsked(",
        replace: "if (status !== 'refused') await forgetAsked(",
      },
    ],
    test: ['core/features/survey-mails/survey-mails.test.ts', 'counts nobody as asked whose mail was refused'],
  },
];

plantDefects('planted defects of surveys', defects);
