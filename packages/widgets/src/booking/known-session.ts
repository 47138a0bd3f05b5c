import { isPrmError, type PatientInput, type PatientSession, type Session } from '@openprm/sdk';
import type { Access } from './booking-api.ts';
import type { Failure, KnownPatient } from './booking-state.ts';

/** A patient's session, as far as booking needs one: it may come from another copy of the SDK. */
export type KnownSession = Pick<PatientSession, 'call' | 'current'>;

/** Nobody waits longer than this, in milliseconds: then there is the form. */
const patience = 5000;

/** A session, and for whom it may book. */
export interface Found {
  readonly session: KnownSession;
  readonly known: KnownPatient[];
  /** The address that they have shown, where they have a chart and are asked once who they are: with the form for themself. */
  readonly asked: string | null;
}

/** By whom a try is booked: in the session, or by a visitor where that is null. */
export interface Road {
  /** The try's idempotency key. */
  readonly key: string;
  readonly session: KnownSession | null;
}

/**
 * By whom a typed form is booked: in the session if it is for whoever is signed in there and was asked; a form with another address is a visitor's. A try that is repeated goes
 * the way that it went before.
 */
export function roadOf(
  { contact, email }: PatientInput,
  key: string,
  { found, before }: { readonly found: Found | null; readonly before: Road | null },
): Road {
  if (before?.key === key) return before;
  if (!found || found.asked === null || contact !== undefined) return { key, session: null };
  return { key, session: normalized(email) === normalized(found.asked) ? found.session : null };
}

const normalized = (email: string) => email.trim().toLowerCase();

/**
 * Who is signed in: in the session that the page hands over, or else in the one that is remembered on this device. Nothing is asked of the server where
 * this device remembers none.
 *
 * @param limit milliseconds after which nobody waits any longer, whatever is slow
 * @returns null where nobody is
 * @throws {DOMException} `TimeoutError` after the limit, and whatever a session throws that cannot be asked
 */
export async function findSession(access: Access, limit = patience): Promise<Found | null> {
  const late = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () => reject(new DOMException('Nobody answered.', 'TimeoutError')));
  });
  const timer = setTimeout(() => late.abort(), limit);
  try {
    return await Promise.race([find(access, late.signal), ended]);
  } finally {
    clearTimeout(timer);
  }
}

async function find(access: Access, signal: AbortSignal): Promise<Found | null> {
  const handedOver = await foundIn(access.session?.() ?? null, signal);
  if (handedOver || access.remember !== true) return handedOver;
  return foundIn(await openRemembered(access), signal);
}

async function foundIn(session: KnownSession | null, signal: AbortSignal): Promise<Found | null> {
  const found = await session?.current({ signal });
  return session && found
    ? { session, known: knownIn(found), asked: found.patient && found.asksWho ? found.email : null }
    : null;
}

async function openRemembered({ apiUrl, publishableKey }: Access): Promise<KnownSession | null> {
  if (publishableKey === null) return null;
  const { rememberedSession } = await import('./remembered-session.ts');
  return rememberedSession(apiUrl, publishableKey);
}

/** For whom they may book without a form: for themself, if they have a chart in which it stands who they are, and for those for whom the clinic lets them change something. */
function knownIn({ patient, asksWho, actsFor }: Session): KnownPatient[] {
  const own = patient && !asksWho ? [{ id: patient.id, name: shortName(patient), isOwn: true }] : [];
  const others = actsFor.filter(({ mayChange, patientId }) => mayChange && patientId !== patient?.id);
  return [...own, ...others.map((other) => ({ id: other.patientId, name: shortName(other), isOwn: false }))];
}

/** The first name and an initial. */
function shortName({ given, family }: { readonly given: string; readonly family: string }): string {
  const [initial] = family.trim();
  return initial === undefined ? given : `${given} ${initial}.`;
}

/** Why a booking in a session was refused, where that is for the session's sake; undefined for what has nothing to do with it. */
export function sessionFailure(error: unknown): Failure | undefined {
  if (!isPrmError(error)) return undefined;
  switch (error.code) {
    case 'session-ended':
    case 'credential-invalid':
    case 'credential-expired':
    case 'credential-required':
      return { kind: 'session-ended' };
    case 'permission-denied':
    case 'not-found':
      return { kind: 'right-ended' };
    default:
      return undefined;
  }
}
