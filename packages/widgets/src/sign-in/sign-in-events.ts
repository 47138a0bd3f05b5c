/**
 * What an element tells its host page about signing in. The events do not bubble and carry nothing: who it is, and for whom, is nobody's business
 * but the element's.
 */

/** Somebody has signed in. */
export class SignedInEvent extends Event {
  static readonly type = 'prm-signed-in';
  constructor() {
    super(SignedInEvent.type);
  }
}

/** Nobody is signed in any more: by their act, by the clinic's, or because nothing happened for a while. */
export class SignedOutEvent extends Event {
  static readonly type = 'prm-signed-out';
  constructor() {
    super(SignedOutEvent.type);
  }
}

/** The events by their names, for typed listeners. */
export interface SignInEventMap {
  'prm-signed-in': SignedInEvent;
  'prm-signed-out': SignedOutEvent;
}
