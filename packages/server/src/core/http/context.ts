import type { EventType } from '@openprm/contract';
import type { PatientEventType } from '@openprm/contract/policies';
import type { ErasureList } from '../features/erasure/erasure-list.ts';
import type { IdMaker } from '../ids.ts';
import type { RecordDamage } from '../keys/key-error.ts';
import type { Job, Keys, TenantTransaction } from '../ports.ts';
import type { DoOutside } from './outside.ts';
import type { Principal } from './principal.ts';
import type { TouchedBy } from './touched.ts';

/** A transaction and the one tenant that it sees. */
export interface TenantScope {
  readonly tx: TenantTransaction;
  readonly tenantId: string;
}

/** What a handler works with: everything in it belongs to one request, one tenant and one transaction. */
export interface RequestContext extends TenantScope {
  readonly principal: Principal;
  readonly requestId: string;
  /** Whether a page makes the request by itself, so that it is no use of a session. */
  readonly isPassive: boolean;
  /** Epoch milliseconds, the same throughout the request. */
  readonly now: number;
  readonly newId: IdMaker;
  /** An id that does not say when it was made. */
  readonly newTimelessId: IdMaker;
  readonly newSecret: () => string;
  /** Who holds times in this request, and how much they may hold at once. No visitor: no caps. */
  readonly holder: {
    readonly visitor: Uint8Array<ArrayBuffer> | undefined;
    /** Whose share of a day what is booked in this request is: of somebody signed in their own, wherever they are; of anybody else the visitor's. */
    readonly booker: { readonly hash: Uint8Array<ArrayBuffer>; readonly isSignedIn: boolean } | undefined;
    readonly caps: { readonly times: number; readonly shareOfDay: number };
  };
  readonly keys: Keys;
  /**
   * Does work in object storage, which may take long, while no database connection waits: what was written so far is committed, the work is done, and the handler is
   * called anew in a new transaction, where all that it looks up is looked up again and this gives what came of the work. Once in a request, and in none that
   * remembers its answer.
   */
  readonly outside: DoOutside;
  /** Where it is written down who was erased, outside the database. */
  readonly erasureList: ErasureList | undefined;
  /** Writes an event row: a fact about a resource, which wakes open pages. */
  event<Type extends EventType>(type: Type, ...subject: EventSubject<Type>): Promise<void>;
  /** Writes an audit row of its own, for what follows from the request and is more than it: whose confidential answers were opened. */
  note(action: string, resourceId: string, patientId: string): Promise<void>;
  /** Adds a job that exists exactly if the request succeeds. */
  enqueue(job: Job): Promise<void>;
  /**
   * Names the resource whose data this request touches, and the patient if it is about one, for its audit row.
   *
   * @param by the right by which the patient is reached, where it is not the one by which the request acts
   */
  touches(resourceId: string | null, patientId?: string, by?: TouchedBy): void;
  /** Says that a record which belongs into the answer cannot be read: the audit names it as touched, and the log says what to do. */
  tellDamage(id: string, damage: RecordDamage): void;
  /** Says who has signed in by this very request, by whichever way: what it touches, they have touched. */
  signsIn(personId: string): void;
  /** Says why, in one of a closed list of codes: it stands in the request's audit rows. */
  says(reason: string): void;
  /** Names a patient whose data this request opened or sealed. Those who open and seal call it, so that nobody can forget it. */
  concerns(patientId: string): void;
}

/** What an event's writer says besides its type: the resource, and whose chart it is about where a patient is told of it. */
export type EventSubject<Type extends EventType> = Type extends PatientEventType
  ? readonly [resourceId: string, patientId: string]
  : readonly [resourceId: string];
