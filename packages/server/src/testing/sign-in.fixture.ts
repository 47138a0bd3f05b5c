import assert from 'node:assert/strict';
import { type DeviceKey, type SessionStarted, createSession, createSignInCode } from '@openprm/contract';
import { toBase64Url } from '../core/keys/secrets.ts';
import type { TestServer } from './clinic.fixture.ts';

/** A patient's device: its key, and what it signs. */
export interface TestDevice {
  readonly key: DeviceKey;
  prove(handle: string): Promise<string>;
}

export async function makeDevice(): Promise<TestDevice> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return {
    key: { kty: 'EC', crv: 'P-256', x, y },
    async prove(handle) {
      const text = new TextEncoder().encode(`openprm-refresh\n${handle}`);
      return toBase64Url(
        new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text)),
      );
    },
  };
}

/** Asks for a code and reads it in the mail. */
export async function readCode(server: TestServer, clinic: { publishableKey: string }, email: string) {
  const { id } = await server.call(createSignInCode, { body: { email } }, { credential: clinic.publishableKey });
  await server.runJobs();
  const mail = server.mails.findLast((sent) => sent.id === id);
  assert.ok(mail, 'the code was mailed');
  const code = /^\d{8}$/m.exec(mail.text)?.[0];
  assert.ok(code);
  return { id, code, mail };
}

/** Signs somebody in as the page does: a code to their address, and the key of a device. */
export async function signIn(
  server: TestServer,
  clinic: { publishableKey: string },
  email: string,
  device?: TestDevice,
): Promise<SessionStarted & { readonly device: TestDevice; readonly as: { readonly credential: string } }> {
  const used = device ?? (await makeDevice());
  const { id, code } = await readCode(server, clinic, email);
  const started = await server.call(
    createSession,
    { body: { signInCodeId: id, code, key: used.key } },
    { credential: clinic.publishableKey },
  );
  return { ...started, device: used, as: { credential: started.access.token } };
}
