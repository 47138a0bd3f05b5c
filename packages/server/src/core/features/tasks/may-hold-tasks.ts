import { allowsScope, staffRolePolicies } from '@openprm/contract/policies';
import type { StaffRow } from '../staff/staff-repository.ts';

/** Whether somebody works here and may work on tasks: nobody else has one. */
export const mayHoldTasks = (staff: Pick<StaffRow, 'role' | 'status'> | undefined): boolean =>
  staff?.status === 'active' && allowsScope(staffRolePolicies[staff.role].scopes, 'tasks:write');
