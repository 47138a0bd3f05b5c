import type { PoliciesOf } from './policy.ts';
import type * as rows from './survey-results.ts';

const common = {
  tag: 'Survey results',
  access: ['secret', 'staff'],
  scope: 'surveys:read',
  problems: ['not-found'],
} as const;

export const surveyResultPolicies = {
  getSurveyResults: {
    ...common,
    summary: 'Read what the responses say together',
    phi: [],
    isAudited: true,
    purpose: 'HOPERAT',
  },
  exportSurveyResults: { ...common, summary: 'The same as a CSV file', phi: [], isAudited: true, purpose: 'HOPERAT' },
  exportSurveyResponses: {
    ...common,
    summary: 'Export complete responses as a FHIR Bundle',
    phi: ['response.bundle'],
    purpose: 'HOPERAT',
  },
} satisfies PoliciesOf<typeof rows>;
