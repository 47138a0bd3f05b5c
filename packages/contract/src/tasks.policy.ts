import type { PoliciesOf } from './policy.ts';
import type * as rows from './tasks.ts';

const common = { tag: 'Tasks', access: ['secret', 'staff'], purpose: 'TREAT' } as const;
const phi = ['response.patient', 'response.detail'] as const;

export const taskPolicies = {
  listTasks: {
    ...common,
    summary: 'List what is to be done because of answers, by when it is due',
    scope: 'tasks:read',
    phi: ['response.data[].patient', 'response.data[].detail'],
    problems: [],
  },
  getTask: { ...common, summary: 'Read a task', scope: 'tasks:read', phi, problems: ['not-found'] },
  updateTask: {
    ...common,
    summary: 'Take on, note, close a task',
    scope: 'tasks:write',
    phi: ['body.note', ...phi],
    problems: ['not-found', 'version-conflict'],
  },
} satisfies PoliciesOf<typeof rows>;
