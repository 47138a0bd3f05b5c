import type { PoliciesOf, Policy } from './policy.ts';
import { setUpRead } from './policy.ts';
import type { ProblemCode } from './problem.ts';
import type * as rows from './questionnaires.ts';

const tag = 'Questionnaires';

/** A published form of the field has up to some 800 questions in several languages. */
const maxBodyBytes = 1_048_576;

const write = (summary: string, problems: readonly ProblemCode[]): Policy => ({
  summary,
  tag,
  access: ['secret', 'staff'],
  scope: 'clinic:write',
  phi: [],
  problems,
});

export const questionnairePolicies = {
  listQuestionnaires: setUpRead(tag, 'List forms'),
  createQuestionnaire: { ...write('Store a form', ['already-exists']), maxBodyBytes },
  getQuestionnaire: setUpRead(tag, 'Read a form as it came', ['not-found']),
  putQuestionnaire: {
    ...write('Write a draft anew, or publish it', ['not-found', 'already-exists', 'questionnaire-published']),
    maxBodyBytes,
  },
  retireQuestionnaire: write('Retire a form', ['not-found']),
} satisfies PoliciesOf<typeof rows>;
