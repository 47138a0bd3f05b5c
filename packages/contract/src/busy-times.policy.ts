import type * as rows from './busy-times.ts';
import { type PoliciesOf, setUp } from './policy.ts';

export const busyTimePolicies = {
  listBusyTimes: setUp('Busy times', 'List busy times that the clinic has reported', [], 'busy-times:write'),
  putBusyTime: setUp(
    'Busy times',
    "Report or move a busy time of the clinic's present system",
    ['not-found'],
    'busy-times:write',
  ),
  deleteBusyTime: setUp(
    'Busy times',
    'Remove a busy time; one that is gone already is no error',
    [],
    'busy-times:write',
  ),
} satisfies PoliciesOf<typeof rows>;
