import type { IdMaker } from '../ids.ts';
import type { Job, Keys, TenantTransaction } from '../ports.ts';
import type { Principal } from './principal.ts';

/** A transaction and the one tenant that it sees. */
export interface TenantScope {
  readonly tx: TenantTransaction;
  readonly tenantId: string;
}

/** What a handler works with: everything in it belongs to one request, one tenant and one transaction. */
export interface RequestContext extends TenantScope {
  readonly principal: Principal;
  readonly requestId: string;
  /** Epoch milliseconds, the same throughout the request. */
  readonly now: number;
  readonly newId: IdMaker;
  readonly newSecret: () => string;
  readonly keys: Keys;
  /** Writes an event row: a fact about a resource, which wakes open pages. */
  event(type: EventType, resourceId: string): Promise<void>;
  /** Adds a job that exists exactly if the request succeeds. */
  enqueue(job: Job): Promise<void>;
  /** Names the resource whose personal data this request touches, for its audit row. */
  touches(resourceId: string): void;
}

/** Facts that the event feed tells. Types only: what changed is read by whoever may read it. */
export type EventType =
  | 'organization.changed'
  | 'location.changed'
  | 'practitioner.changed'
  | 'practitioner-role.changed'
  | 'healthcare-service.changed'
  | 'schedule.changed'
  | 'busy-time.changed'
  | 'hold.created'
  | 'hold.released'
  | 'appointment.booked'
  | 'appointment.rescheduled'
  | 'appointment.cancelled'
  | 'appointment.arrived'
  | 'appointment.fulfilled'
  | 'appointment.noshow'
  | 'mail.accepted'
  | 'mail.refused';
