import {
  type ChangedStaff,
  createStaff,
  endOneStaffSession,
  endOtherStaffSessions,
  endStaffSession,
  endStaffSessions,
  getStaffSession,
  inviteStaff,
  listStaff,
  listStaffSessions,
  type OwnStaffSession,
  signOutStaff,
  type Staff as StaffMember,
  type StaffCreate,
  type StaffSession,
  type StaffUpdate,
  updateStaff,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/**
 * Who works at the clinic and signs in at `/staff`. Needs a secret key with the scope `staff:write`, or the session of an owner who has shown the second factor within
 * five minutes, else what changes something is refused with `reauthentication-required`.
 */
export class Staff {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists everybody of the staff. */
  list(query: { readonly limit?: number } = {}, options?: CallOptions): Promise<PageResult<StaffMember>> {
    return paginate((next) => this.#transport.call(listStaff, { query: { ...query, ...next } }, options));
  }

  /** Adds somebody and mails the invitation. @throws {ConflictError} `already-exists` for an e-mail address that somebody has */
  create(body: StaffCreate, options?: CallOptions): Promise<StaffMember> {
    return this.#transport.call(createStaff, { body }, options);
  }

  /**
   * Changes role or status, from the next request on, also where the record cannot be read: name and address are then null. @throws {ConflictError} `owner-required`, `invitation-required`
   */
  update({ id, ...body }: StaffUpdate & { readonly id: string }, options?: CallOptions): Promise<ChangedStaff> {
    return this.#transport.call(updateStaff, { params: { id }, body }, options);
  }

  /** Mails a new invitation, in place of password and second factor. @throws {ConflictError} `owner-required` */
  invite(id: string, options?: CallOptions): Promise<StaffMember> {
    return this.#transport.call(inviteStaff, { params: { id }, body: {} }, options);
  }

  /** Ends every session of a person. */
  signOut(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.call(signOutStaff, { params: { id }, body: {} }, options);
  }
}

/** The session that is the credential: for an app of the clinic's own, on its server. */
export class StaffSessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Who is signed in, and what the role allows. @throws {AuthenticationError} `credential-expired` when it is over */
  current(options?: CallOptions): Promise<StaffSession> {
    return this.#transport.call(getStaffSession, {}, options);
  }

  /** Signs out. */
  end(options?: CallOptions): Promise<void> {
    return this.#transport.call(endStaffSession, {}, options);
  }

  /** Signs out everywhere. */
  endAll(options?: CallOptions): Promise<void> {
    return this.#transport.call(endStaffSessions, {}, options);
  }

  /** Where one is signed in, the newest first: `isCurrent` marks the session that asks. */
  list(query: { readonly limit?: number } = {}, options?: CallOptions): Promise<PageResult<OwnStaffSession>> {
    return paginate((next) => this.#transport.call(listStaffSessions, { query: { ...query, ...next } }, options));
  }

  /**
   * Ends one of the own sessions, by its id.
   *
   * @throws {PermissionError} `reauthentication-required` where the second factor was not shown within five minutes; that is done on the staff's pages
   * @throws {NotFoundError} when it is not open any more
   */
  endOne(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.call(endOneStaffSession, { params: { id } }, options);
  }

  /** Signs out everywhere else. @throws {PermissionError} as {@link StaffSessions.endOne} */
  endOthers(options?: CallOptions): Promise<void> {
    return this.#transport.call(endOtherStaffSessions, {}, options);
  }
}
