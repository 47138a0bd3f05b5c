import type { AuditEvent, PageResult } from '@openprm/sdk';
import type { LogPage } from './log-state.ts';

/** A page of the log, of what the SDK gave. */
export const logPage = ({ data, nextCursor, damaged }: PageResult<AuditEvent>): LogPage => ({
  events: data,
  nextCursor,
  ...(damaged && { damaged: damaged.map(({ id }) => id) }),
});
