import type * as rows from './own-surveys.ts';
import type { PoliciesOf } from './policy.ts';

export const ownSurveyPolicies = {
  listOwnSurveys: {
    summary: 'List the surveys that wait for whoever is signed in, that they have begun, and that they have answered',
    tag: 'Surveys',
    access: ['person'],
    own: 'each',
    phi: ['response.data[]'],
    problems: [],
  },
} satisfies PoliciesOf<typeof rows>;
