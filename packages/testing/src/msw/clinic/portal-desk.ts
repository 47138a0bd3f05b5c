import type { Portal, PortalPut } from '@openprm/contract';
import { Problem } from '../problem.ts';
import { invalid, type Agenda } from './agenda.ts';
import { fromBase64Url } from './base64-url.ts';

/** What a portal says about somebody who is signed in there. */
export interface PortalClaims {
  readonly patientId: string | null;
  /** In lower case, and only when the portal says that it was verified. */
  readonly email: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
}

type PortalKey = PortalPut['jwks']['keys'][number];

const audience = 'urn:openprm:ten_mock';
const longestLife = 300;
const tolerance = 10;

const refuse = (reason: string) => new Problem('sign-in-refused', { detail: `The assertion was refused. ${reason}` });

const decode = (part: string): Record<string, unknown> => {
  try {
    return JSON.parse(new TextDecoder().decode(fromBase64Url(part))) as Record<string, unknown>;
  } catch {
    throw refuse('It could not be read.');
  }
};

const textOf = (value: unknown, form: RegExp) => (typeof value === 'string' && form.test(value) ? value : null);

const algorithms = {
  EC: { name: 'ES256', key: { name: 'ECDSA', namedCurve: 'P-256' }, verify: { name: 'ECDSA', hash: 'SHA-256' } },
  OKP: { name: 'EdDSA', key: { name: 'Ed25519' }, verify: { name: 'Ed25519' } },
} as const;

async function isSignedBy({ kty, ...key }: PortalKey, signed: string, signature: string): Promise<boolean> {
  const { key: keyAlgorithm, verify } = algorithms[kty];
  const { crv, x } = key;
  const jwk = 'y' in key ? { kty, crv, x, y: key.y } : { kty, crv, x };
  const imported = await crypto.subtle.importKey('jwk', jwk, keyAlgorithm, false, ['verify']);
  return crypto.subtle.verify(verify, imported, fromBase64Url(signature), new TextEncoder().encode(signed));
}

/** The clinic's own portal, whose assertions are checked as the server does. */
export class PortalDesk {
  readonly #agenda: Agenda;
  #registered: PortalPut | undefined;
  readonly #used = new Set<string>();

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  /** @throws {Problem} `not-found` */
  get(): Portal {
    if (this.#registered === undefined) throw new Problem('not-found');
    const { issuer, jwks } = this.#registered;
    return { issuer, audience, keyIds: jwks.keys.map(({ kid }) => kid) };
  }

  put(portal: PortalPut): Portal {
    const { keys } = portal.jwks;
    if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
      throw invalid('/body/jwks/keys', 'must have a kid of its own for each key');
    this.#registered = portal;
    return this.get();
  }

  delete(): void {
    this.#registered = undefined;
  }

  /** Whom an assertion vouches for, once. @throws {Problem} `sign-in-refused` with the reason */
  async read(assertion: string): Promise<PortalClaims> {
    if (this.#registered === undefined) throw refuse('This clinic has registered no portal.');
    const { issuer, jwks } = this.#registered;
    const [head = '', body = '', signature = ''] = assertion.split('.');
    const { alg, kid } = decode(head);
    const key = jwks.keys.find((each) => each.kid === kid);
    if (key === undefined) throw refuse('No key of the portal has its "kid".');
    if (alg !== algorithms[key.kty].name) throw refuse('It must be signed with ES256 or EdDSA.');
    if (!(await isSignedBy(key, `${head}.${body}`, signature))) throw refuse('Its signature is not by that key.');
    const claims = decode(body);
    this.#checkClaims(claims, issuer);
    const email = claims['email_verified'] === true ? textOf(claims['email'], /^[^\s@]{1,64}@[^\s@]{3,189}$/) : null;
    return {
      patientId: textOf(claims['patient_id'], /^pat_[A-Za-z0-9]{4,60}$/),
      email: email?.toLowerCase() ?? null,
      birthDate: textOf(claims['birthdate'], /^\d{4}-\d\d-\d\d$/),
    };
  }

  #checkClaims({ iss, aud, sub, jti, iat, exp }: Record<string, unknown>, issuer: string): void {
    const now = this.#agenda.now / 1000;
    const wrong = (claim: string) => refuse(`Its claim "${claim}" is missing or not as it must be.`);
    if (iss !== issuer) throw wrong('iss');
    if (aud !== audience) throw wrong('aud');
    if (textOf(sub, /^.{1,300}$/) === null) throw wrong('sub');
    const id = textOf(jti, /^.{8,200}$/);
    if (id === null) throw wrong('jti');
    if (typeof iat !== 'number' || iat > now + tolerance || iat < now - longestLife - tolerance) throw wrong('iat');
    if (typeof exp !== 'number' || exp > now + longestLife + tolerance) throw wrong('exp');
    if (exp <= now - tolerance) throw refuse('It is expired.');
    if (this.#used.has(id)) throw refuse('Its "jti" was used before.');
    this.#used.add(id);
  }
}
