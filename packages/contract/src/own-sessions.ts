import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, id, instantText, page, paging } from './primitives.ts';

/** By which road a session began: a code or the link of its mail, a link that the clinic handed over, or the clinic's portal. */
export const sessionRoads = ['code', 'link', 'portal'] as const;

/**
 * One of the own sessions, that are open at this moment: of the same address, as far as nothing says that it is of somebody else who shares that mailbox, and whichever
 * shows the same chart as one's own.
 */
export const ownSessionSchema = z.object({
  id: z.string(),
  startedAt: instantText,
  /** To a minute. */
  lastUsedAt: instantText,
  /** Null for one that began before the server noted it. */
  road: z.nullable(code(sessionRoads)),
  /** For whom else it acted last; null where that is nobody for whom the one who asks may act, too. */
  actedForPatientId: z.nullable(z.string()),
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
});
export type OwnSession = z.output<typeof ownSessionSchema>;

/** Where one is signed in, the newest first. */
export const listOwnSessions = endpoint({
  method: 'GET',
  path: '/v1/sessions',
  query: z.strictObject(paging),
  response: page(ownSessionSchema),
});
/** Ends all of the own sessions but the one that asks. */
export const endOtherSessions = endpoint({ method: 'DELETE', path: '/v1/sessions/others' });
/** Ends one of the own sessions. */
export const endOneSession = endpoint({
  method: 'DELETE',
  path: '/v1/sessions/{id}',
  params: z.strictObject({ id: id('pss') }),
});
