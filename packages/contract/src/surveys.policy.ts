import type { PoliciesOf, Policy } from './policy.ts';
import { setUpRead } from './policy.ts';
import type { ProblemCode } from './problem.ts';
import type * as rows from './surveys.ts';

const tag = 'Surveys';

const write = (summary: string, problems: readonly ProblemCode[]): Policy => ({
  summary,
  tag,
  access: ['secret', 'staff'],
  scope: 'clinic:write',
  phi: [],
  problems,
});

export const surveyPolicies = {
  listSurveys: setUpRead(tag, 'List surveys'),
  createSurvey: write('Ask by a form: in which mode, who reads it, what is watched for', ['not-found']),
  getSurvey: setUpRead(tag, 'Read a survey', ['not-found']),
  updateSurvey: write('Rename or end a survey', ['not-found']),
  getSurveyForm: {
    summary: 'Read the form of a survey, to answer it',
    tag,
    access: ['publishable', 'secret', 'person', 'survey-link', 'staff'],
    scope: 'clinic:read',
    own: 'nothing',
    phi: [],
    problems: ['not-found'],
    cacheSeconds: 30,
  },
} satisfies PoliciesOf<typeof rows>;
