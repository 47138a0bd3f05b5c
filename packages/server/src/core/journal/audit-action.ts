import { endpointTable } from '@openprm/contract/policies';

/** What an audit row says was done: an endpoint's name or an act of the server's own; why, where that was said; and with which code it was refused. */
export interface AuditAction {
  readonly operation: string;
  readonly reason?: string | undefined;
  readonly refusal?: string | undefined;
}

/** As it stands in the row: `cancelAppointment`, `revokeRelatedPerson.safety`, `cancelAppointment!appointment-status-conflict`. */
export const auditAction = ({ operation, reason, refusal }: AuditAction): string =>
  operation + (reason === undefined ? '' : `.${reason}`) + (refusal === undefined ? '' : `!${refusal}`);

/** Reads it. An act of the server may have a dot, too. */
export function readAuditAction(action: string): AuditAction {
  const [act = '', refusal] = action.split('!', 2);
  const [name = '', reason] = act.split('.', 2);
  return reason !== undefined && Object.hasOwn(endpointTable, name)
    ? { operation: name, reason, refusal }
    : { operation: act, refusal };
}
