import { type PoliciesOf, setUp, setUpRead } from './policy.ts';
import type * as rows from './schedules.ts';

export const schedulePolicies = {
  listSchedules: setUpRead('Schedules', 'List schedules'),
  createSchedule: setUp('Schedules', 'Create a schedule', ['not-found']),
  getSchedule: setUpRead('Schedules', 'Read a schedule', ['not-found']),
  updateSchedule: setUp('Schedules', 'Change or retire a schedule', ['not-found']),
} satisfies PoliciesOf<typeof rows>;
