import {
  type AppointmentBooked,
  type EndpointInput,
  type WaitlistEntry,
  type WaitlistEntryCreate,
  type WaitlistEntryJoined,
  type WaitlistWish,
  acceptWaitlistOffer,
  createWaitlistEntry,
  declineWaitlistOffer,
  getWaitlistEntry,
  leaveWaitlist,
  listWaitlistEntries,
  offerWaitlistTime,
  openWaitlistEntry,
  updateWaitlistEntry,
  withdrawWaitlistEntry,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow the waitlist. */
export type WaitlistQuery = EndpointInput<typeof listWaitlistEntries>['query'];

/** Which offer of which entry is answered. */
export interface WaitlistAnswer {
  /** The entry's id, `wai_…`. */
  readonly id: string;
  readonly offerId: string;
}

/** The same, where another open time that was waited for may be taken in place of the offered one. */
export interface WaitlistAcceptance extends WaitlistAnswer {
  readonly slotId?: string;
}

/** Who waits for a time (FHIR Appointment with status `waitlist`). With a mailed link's secret as credential (`withCredential`) it is that one entry. */
export class WaitlistEntries {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Joins the waitlist. With `replacesAppointmentId`, and that appointment's credential, one waits for an earlier time than it has.
   *
   * @throws {ValidationError} with the fields that were refused
   */
  create(body: WaitlistEntryCreate, options?: CallOptions): Promise<WaitlistEntryJoined> {
    return this.#transport.call(createWaitlistEntry, { body }, options);
  }

  /** Lists who waits, in the order in which they joined: with a secret key everybody, in a patient's session the own entries. */
  list(query: WaitlistQuery = {}, options?: CallOptions): Promise<PageResult<WaitlistEntry>> {
    return paginate((next) => this.#transport.call(listWaitlistEntries, { query: { ...query, ...next } }, options));
  }

  /** Opens a mailed link, whose secret must be the transport's credential. */
  open(options?: CallOptions): Promise<WaitlistEntry> {
    return this.#transport.call(openWaitlistEntry, { body: {} }, options);
  }

  /** Reads an entry with its newest offer. */
  get(id: string, options?: CallOptions): Promise<WaitlistEntry> {
    return this.#transport.call(getWaitlistEntry, { params: { id } }, options);
  }

  /**
   * Changes what is waited for. The place on the list stays, and so does what is left out.
   *
   * @throws {ConflictError} `appointment-status-conflict` for who waits no more
   */
  update({ id, ...wish }: WaitlistWish & { readonly id: string }, options?: CallOptions): Promise<WaitlistEntry> {
    return this.#transport.call(updateWaitlistEntry, { params: { id }, body: wish }, options);
  }

  /**
   * Ends an entry that was just made, by the secret of its `undo`: for who mistyped the address that the mail goes to.
   *
   * @throws {NotFoundError} for a secret that is wrong, or over
   */
  withdraw({ id, secret }: { readonly id: string; readonly secret: string }, options?: CallOptions): Promise<void> {
    return this.#transport.call(withdrawWaitlistEntry, { params: { id }, body: { secret } }, options);
  }

  /** Leaves the waitlist, and frees what was held. Leaving twice is no error. */
  leave(id: string, options?: CallOptions): Promise<WaitlistEntry> {
    return this.#transport.call(leaveWaitlist, { params: { id }, body: {} }, options);
  }

  /**
   * Offers a free time by hand, of the kind of visit that is waited for. Needs a secret key.
   *
   * @throws {ConflictError} `slot-unavailable` with the nearest `alternatives`; `already-exists` when they have an offer, or had this very one
   */
  offer(id: string, slotId: string, options?: CallOptions): Promise<WaitlistEntry> {
    return this.#transport.call(offerWaitlistTime, { params: { id }, body: { slotId } }, options);
  }

  /**
   * Accepts an offer: the time is booked, or the visit moves to it. With `slotId` it is another open time that the entry asks for, also when the offer is over.
   *
   * @throws {ConflictError} `hold-expired` or `slot-unavailable` with the nearest `alternatives` of those that were waited for, when the offer is over
   * @throws {ValidationError} for a time that was not waited for: book it with a hold
   */
  accept({ id, ...body }: WaitlistAcceptance, options?: CallOptions): Promise<AppointmentBooked> {
    return this.#transport.call(acceptWaitlistOffer, { params: { id }, body }, options);
  }

  /** Declines an offer: the time goes to whoever is next, and the entry waits on. */
  decline({ id, ...body }: WaitlistAnswer, options?: CallOptions): Promise<WaitlistEntry> {
    return this.#transport.call(declineWaitlistOffer, { params: { id }, body }, options);
  }
}
