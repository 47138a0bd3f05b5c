import {
  type LimitName,
  type LimitSubject,
  type Policy,
  type ShareLimit,
  callLimits,
  failureLimits,
  limits,
  type mailLimits,
  type nowhereLimits,
  shareLimits,
} from '@openprm/contract/policies';
import { Problem } from '../../problem.ts';
import type { Database } from '../../ports.ts';
import type { RequestContext } from '../context.ts';
import { type Principal, personOf, principalName } from '../principal.ts';
import { mailboxOf } from '../../features/persons/contact.ts';
import { holderNetwork } from './client-address.ts';
import type { LimitSettings } from './limit-settings.ts';
import { type ReachedLimit, takeCalls } from './take-calls.ts';

/** What of a call is counted. */
export interface CallFacts {
  readonly row: Pick<Policy, 'limits'>;
  readonly principal: Principal;
  readonly address: string | undefined;
  readonly origin: string | undefined;
}

/** Counts calls, and refuses those beyond a limit. */
export interface Limiter {
  /** Counts a call by where it comes from and who makes it, before its body is read. @throws Problem `rate-limited` */
  takeCall(facts: CallFacts): Promise<void>;
  /**
   * Counts a call that is refused for who makes it, from where, by what is its caller's alone: it is refused to them as often as another is answered, and uses up nothing of the others'.
   *
   * @throws Problem `rate-limited`, in place of the refusal
   */
  takeRefused(facts: CallFacts): Promise<void>;
  /** Counts a mail by the mailbox that it goes to: see `mailboxOf`. @returns whether it may go */
  takeMail(name: keyof typeof mailLimits, tenantId: string, destination: string): Promise<boolean>;
  /**
   * Counts a call whose credential was wrong, by where it came from. Whoever has a good one is let in from the same address: what is guessed here has 256 bits, and
   * codes of a few digits are counted before they are tried.
   *
   * @throws Problem `rate-limited`, in place of the refusal
   */
  takeFailure(address: string | undefined): Promise<void>;
  /** Counts what is no clinic's by where it comes from. @returns seconds to wait when it is one too many */
  takeNowhere(name: keyof typeof nowhereLimits, address: string): Promise<number | undefined>;
  /**
   * Who holds times, as a keyed hash: a network, see `holderNetwork`, with the tenant; and whose share what they book is. Both undefined for a call within the process and for who
   * acts for the clinic.
   */
  holderOf(
    facts: Pick<CallFacts, 'principal' | 'address'>,
  ): Promise<Pick<RequestContext['holder'], 'visitor' | 'booker'>>;
}

/** What many callers have in common. */
const sharedSubjects: readonly LimitSubject[] = ['key', 'origin'];

/** Whose limits they are when nobody knows who calls. It is the id of no tenant. */
const noTenant = '-';

/**
 * @param key of 32 bytes, the same in all processes of a deployment and not in its database: what is counted by is stored as a hash under it, since
 * addresses are few enough to be tried out
 */
export function createLimiter(database: Database, { rates }: LimitSettings, key: Uint8Array<ArrayBuffer>): Limiter {
  const macKey = crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const hash = async (...parts: string[]) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', await macKey, new TextEncoder().encode(JSON.stringify(parts))));

  async function count(
    tenantId: string,
    counted: readonly { readonly name: LimitName; readonly value: string }[],
  ): Promise<readonly ReachedLimit[]> {
    const calls = await Promise.all(
      counted.map(async ({ name, value }) => ({
        name,
        rate: rates[name],
        // of each limit another one, so that what one of them counts cannot be told to be the same caller's as what another does
        subject: await hash('limit', tenantId, name, value),
        isShared: sharedSubjects.includes(limits[name].by),
      })),
    );
    return takeCalls(database, tenantId, calls);
  }

  async function take(...call: Parameters<typeof count>): Promise<void> {
    refuse(await count(...call));
  }

  function refuse(reached: readonly ReachedLimit[]): void {
    if (reached.length === 0) return;
    const wait = Math.max(...reached.map(({ waitSeconds }) => waitSeconds));
    throw new Problem('rate-limited', {
      detail: `Too many calls (${reached.map(({ name }) => name).join(', ')}). Try again in ${wait} s.`,
      retryAfterSeconds: wait,
    });
  }

  const countedOf = (facts: CallFacts) => {
    const values = valuesOf(facts);
    return limitsOf(facts).flatMap((name) => {
      const value = values[limits[name].by];
      return value === undefined ? [] : [{ name, value }];
    });
  };

  return {
    async takeCall(facts) {
      const named = countedOf(facts);
      const { tenantId } = facts.principal;
      const reached = await count(tenantId, named);
      if (reached.length === 0) return;
      const isReached = (name: LimitName) => reached.some((limit) => limit.name === name);
      const shares = sharesOf(facts).filter(({ inPlaceOf }) => inPlaceOf.some(isReached));
      refuse(reached.filter(({ name }) => !shares.some(({ inPlaceOf }) => inPlaceOf.includes(name))));
      // what many strangers have used up together is closed to none of the others; what else all share is counted only now that the call is let
      const others = named.filter(({ name }) => sharedSubjects.includes(limits[name].by) && !isReached(name));
      await take(tenantId, [...shares, ...others]);
    },
    async takeRefused(facts) {
      const { principal } = facts;
      // a secret key is of one caller: the clinic's own server
      const isOwn = (name: LimitName) => principal.kind === 'secret' || !sharedSubjects.includes(limits[name].by);
      await take(
        principal.tenantId,
        countedOf({ ...facts, row: {} }).filter(({ name }) => isOwn(name)),
      );
    },
    async takeMail(name, tenantId, destination) {
      const value = mailboxOf(destination);
      return (await count(tenantId, [{ name, value }])).length === 0;
    },
    async takeFailure(address) {
      if (address === undefined) return;
      const named = (Object.keys(failureLimits) as (keyof typeof failureLimits)[]).map((name) => ({
        name,
        value: address,
      }));
      await take(noTenant, named);
    },
    async takeNowhere(name, address) {
      const [reached] = await count(noTenant, [{ name, value: address }]);
      return reached?.waitSeconds;
    },
    async holderOf({ principal, address }) {
      if (address === undefined || principal.kind === 'secret' || principal.kind === 'staff')
        return { visitor: undefined, booker: undefined };
      const visitor = await hash('visitor', principal.tenantId, holderNetwork(address));
      const personId = personOf(principal);
      const booker =
        personId === undefined
          ? { hash: visitor, isSignedIn: false }
          : { hash: await hash('booker', principal.tenantId, personId), isSignedIn: true };
      return { visitor, booker };
    },
  };
}

/** Those limits of a call that count principals of its kind. */
function limitsOf({ row, principal }: CallFacts): LimitName[] {
  const named = [...(Object.keys(callLimits) as (keyof typeof callLimits)[]), ...(row.limits ?? [])];
  return named.filter((name) => {
    const kinds: readonly Principal['kind'][] = limits[name].counts;
    return kinds.includes(principal.kind);
  });
}

type Shared = Pick<ShareLimit, 'counts'> & { readonly inPlaceOf: readonly LimitName[] };

/** What an address has to itself of what many share; where none is known, nobody has a share, and what all use together stays the limit. */
function sharesOf({ principal, address }: CallFacts) {
  if (address === undefined) return [];
  return (Object.keys(shareLimits) as (keyof typeof shareLimits)[]).flatMap((name) => {
    const { counts, inPlaceOf }: Shared = shareLimits[name];
    return counts.includes(principal.kind) ? [{ name, inPlaceOf, value: address }] : [];
  });
}

/** What a call is counted by, apart from what stands in its body. */
function valuesOf({ principal, address, origin }: CallFacts): Readonly<Record<LimitSubject, string | undefined>> {
  const isKey = principal.kind === 'publishable' || principal.kind === 'secret';
  return {
    address,
    origin,
    key: isKey ? principal.keyId : undefined,
    session: isKey ? undefined : principalName(principal),
    destination: undefined,
  };
}
