import type { DeviceKey, EndpointAnswer, createSession } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { createHandle } from './session-handle.ts';
import { checkDeviceKey } from './device-key.ts';
import { describeSession } from './describe-session.ts';
import { type NewSession, insertSession } from './session-repository.ts';
import { createSessionToken } from './session-token.ts';

/**
 * Begins a session for who has just shown who they are, by whichever way.
 *
 * @throws Problem `validation-failed` for a device key that is none
 */
export async function startSession(
  context: RequestContext,
  session: Omit<NewSession, 'deviceKey'>,
  deviceKey: DeviceKey,
): Promise<EndpointAnswer<typeof createSession>> {
  await checkDeviceKey(deviceKey);
  context.signsIn(session.personId);
  const sessionId = await insertSession(context, { ...session, deviceKey });
  context.touches(sessionId);
  return {
    ...(await credentialsOf(context, { sessionId, personId: session.personId, generation: 1 })),
    session: await describeSession(context, sessionId),
  };
}

/** The access token and the handle of one generation. */
export async function credentialsOf(
  { keys, now, tenantId }: RequestContext,
  { sessionId, personId, generation }: { sessionId: string; personId: string; generation: number },
) {
  return {
    access: await createSessionToken(keys, { now: () => now }, { tenantId, sessionId, personId }),
    handle: await createHandle(keys, tenantId, sessionId, generation),
  };
}
