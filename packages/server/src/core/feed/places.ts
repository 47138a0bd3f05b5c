import type { LimitSettings } from '../http/limits/limit-settings.ts';
import type { Principal } from '../http/principal.ts';
import { Problem } from '../problem.ts';

/** A place for one open feed. */
export interface FeedPlace {
  /** To be called when the feed has ended; twice is no harm. */
  giveBack(): void;
}

/** Counts the open feeds of one process, which holds a connection for each. */
export interface FeedPlaces {
  /** @throws Problem `rate-limited` when somebody has as many as they may */
  take(principal: Principal, address: string | undefined): FeedPlace;
}

export function createPlaces(caps: LimitSettings['streamCaps']): FeedPlaces {
  const counts = new Map<string, number>();
  return {
    take(principal, address) {
      const counted = countedBy(principal, address, caps);
      if (counted.some(({ name, cap }) => (counts.get(name) ?? 0) >= cap))
        throw new Problem('rate-limited', {
          detail: 'Too many streams are open already. Share one between the parts of a page, or close one.',
          retryAfterSeconds: 10,
        });
      for (const { name } of counted) counts.set(name, (counts.get(name) ?? 0) + 1);
      let isTaken = true;
      return {
        giveBack() {
          if (!isTaken) return;
          isTaken = false;
          for (const { name } of counted) {
            const left = (counts.get(name) ?? 1) - 1;
            if (left === 0) counts.delete(name);
            else counts.set(name, left);
          }
        },
      };
    },
  };
}

/**
 * A clinic's servers are counted by their key alone: they share addresses with other clinics' in a data centre. Patients and staff of one network, such as that of a
 * waiting room, are counted apart.
 */
function countedBy(
  principal: Principal,
  address: string | undefined,
  caps: LimitSettings['streamCaps'],
): readonly { readonly name: string; readonly cap: number }[] {
  const { tenantId } = principal;
  if (principal.kind === 'secret') return [{ name: `${tenantId} ${principal.keyId}`, cap: caps.byKey }];
  const bySession =
    'sessionId' in principal ? [{ name: `${tenantId} ${principal.sessionId}`, cap: caps.bySession }] : [];
  if (address === undefined) return bySession;
  const whose = principal.kind === 'staff' ? 'staff' : 'patients';
  return [...bySession, { name: `${tenantId} ${whose} ${address}`, cap: caps.byAddress }];
}
