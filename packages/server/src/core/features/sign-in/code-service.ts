import type {
  DeviceKey,
  EndpointAnswer,
  createSession as createSessionRow,
  createSignInCode as createCodeRow,
  sessionCreateSchema,
  signInCodeCreateSchema,
} from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { isSameSecret } from '../../keys/secrets.ts';
import { Problem } from '../../problem.ts';
import { startSession } from '../patient-sessions/start-session.ts';
import { normalizeEmail } from '../persons/contact.ts';
import { findOrAddPerson } from '../persons/person-repository.ts';
import {
  type CodeRequest,
  codeIdentity,
  countTry,
  insertCode,
  lockOpenCode,
  useCode,
  useCodeLink,
  triesPerCode,
} from './code-repository.ts';
import { codeDigits, oneTimeCode } from './one-time-code.ts';

/**
 * Asks for a code to an address. No chart is looked for and no cap is asked before the mail is written, off this request's path: so the answer, its
 * time and what it writes are the same for every address.
 */
export async function createSignInCode(
  context: RequestContext,
  { email, language }: z.output<typeof signInCodeCreateSchema>,
): Promise<EndpointAnswer<typeof createCodeRow>> {
  const { id, expiresAt } = await insertCode(context, { email, language: language ?? null });
  await context.enqueue({ kind: 'sign-in-mail-send', tenantId: context.tenantId, signInCodeId: id });
  context.touches(id);
  return { id, expiresAt: expiresAt.toISOString(), digits: codeDigits, tries: triesPerCode };
}

const refused = () =>
  new Problem('sign-in-refused', {
    detail: 'The code is wrong, was used, or is older than 10 minutes. Ask for a new one.',
    // A wrong try must be counted although it is refused.
    keepsWrites: true,
  });

/**
 * Begins a session with a code. The address is verified by that, and nothing else: which chart is theirs is asked afterwards.
 *
 * @throws Problem `sign-in-refused`, the same for every reason
 */
export async function createSession(
  context: RequestContext,
  { signInCodeId, code, key }: z.output<typeof sessionCreateSchema>,
): Promise<EndpointAnswer<typeof createSessionRow>> {
  const { keys, tenantId } = context;
  const open = await lockOpenCode(context, signInCodeId);
  if (open === undefined) throw refused();
  const expected = await oneTimeCode(keys, tenantId, signInCodeId);
  if (!isSameSecret(code.replace(/\s/g, ''), expected)) {
    await countTry(context, signInCodeId);
    context.touches(signInCodeId);
    throw refused();
  }
  await useCode(context, signInCodeId);
  return begin(context, signInCodeId, open.sealed, key);
}

/**
 * Begins a session with the link that stands in a code's mail when no further codes are sent for a while. It shows as much as the code would.
 *
 * @throws Problem `sign-in-refused` when it was used or is over
 */
export async function createSessionFromCodeLink(
  context: RequestContext,
  signInCodeId: string,
  key: DeviceKey,
): Promise<EndpointAnswer<typeof createSessionRow>> {
  const used = await useCodeLink(context, signInCodeId);
  if (used === undefined) {
    throw new Problem('sign-in-refused', {
      detail: 'The link was used already, or is too old. Ask for a code.',
    });
  }
  return begin(context, signInCodeId, used.sealed, key);
}

async function begin(
  context: RequestContext,
  signInCodeId: string,
  sealed: Uint8Array,
  key: DeviceKey,
): Promise<EndpointAnswer<typeof createSessionRow>> {
  const { keys, tenantId } = context;
  const { email } = JSON.parse(await keys.open(tenantId, codeIdentity(signInCodeId), sealed)) as CodeRequest;
  const personId = await findOrAddPerson(context, { kind: 'email', email: normalizeEmail(email) });
  context.touches(personId);
  return startSession(context, { personId, identityIndex: null, chart: null, road: 'code' }, key);
}
