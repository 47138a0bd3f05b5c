import {
  type Endpoint,
  type EndpointInput,
  type EndpointResponse,
  refreshSession,
  type Session,
  type SignInCode,
  type SignInCodeCreate,
} from '@openprm/contract';
import { AuthenticationError } from '../errors/authentication-error.ts';
import { isPrmError } from '../errors/is-prm-error.ts';
import { createIdempotencyKey } from '../idempotency-key.ts';
import { Sessions } from '../resources/sessions.ts';
import { SignInCodes } from '../resources/sign-in.ts';
import type { TransportOptions } from '../transport/create-lean-transport.ts';
import { createTransport } from '../transport/create-transport.ts';
import {
  type CallOptions,
  type OpenOptions,
  type StreamTransport,
  type TransportCallOptions,
  withCredential,
} from '../transport/transport.ts';
import { canMakeKeys, makeDeviceKeys, proveHandle, publicKeyOf } from './device-keys.ts';
import {
  createDeviceSessionStore,
  createMemorySessionStore,
  type SessionStore,
  type StoredSession,
} from './session-store.ts';

/** How a patient's session reaches the API, and what it keeps. */
export interface PatientSessionOptions extends Omit<TransportOptions, 'credential'> {
  /** The clinic's publishable key. */
  readonly key: string;
  /** Whether the session survives navigation, kept on this device under a key that cannot be read. Off unless asked for. */
  readonly remember?: boolean | undefined;
  /** Instead of IndexedDB or memory. */
  readonly store?: SessionStore | undefined;
}

/** What this page can do. */
export interface SessionSupport {
  /** False on plain HTTP, where a browser gives no WebCrypto: then nobody can sign in here. Mailed links still work. */
  readonly signIn: boolean;
  /** False where this device keeps nothing, or `remember` is off: then the session ends with the page. */
  readonly survivesNavigation: boolean;
}

/** The access token, in memory only. */
interface Access {
  readonly token: string;
  /** By this device's clock, epoch milliseconds: when it came. Its life is told by the server's clock, which may differ. */
  readonly since: number;
}

/** An access token lives for five minutes; a little before that a new one is asked for. */
const freshMilliseconds = 4.5 * 60_000;

/**
 * A patient's session: signs in, keeps its credentials, refreshes them, and is the transport of every resource that acts for the patient.
 *
 * @example
 * ```ts
 * const session = new PatientSession({ apiUrl: 'http://localhost:4870', key: 'pk_demo_riverside', remember: true });
 * const { id } = await session.requestCode({ email: 'dana@example.org' });
 * await session.enterCode({ signInCodeId: id, code: '123456' });
 * await session.match({ birthDate: '1984-03-14' });
 * const visits = await new Appointments(session).list();
 * ```
 */
export class PatientSession implements StreamTransport {
  readonly #visitor: StreamTransport;
  readonly #store: SessionStore;
  #access: Access | undefined;
  /** Tells the session that this page acts in from one that somebody else began on another page since: each has a key of its own. */
  #device: string | undefined;

  /** @throws {TypeError} for an `apiUrl` that cannot be one */
  constructor({ key, remember = false, store, ...options }: PatientSessionOptions) {
    this.#visitor = createTransport({ ...options, credential: key });
    this.#store = store ?? (remember ? createDeviceSessionStore(key) : createMemorySessionStore());
  }

  /** What this page can do; says so after a look at the device. */
  async support(): Promise<SessionSupport> {
    const signIn = canMakeKeys();
    if (signIn) await this.#store.load();
    return { signIn, survivesNavigation: signIn && this.#store.survivesNavigation };
  }

  /** Has a one-time code mailed. The answer is the same for every address. */
  requestCode(body: SignInCodeCreate, options?: CallOptions): Promise<SignInCode> {
    return new SignInCodes(this.#visitor).create(body, options);
  }

  /**
   * Begins the session with the code of the mail.
   *
   * @throws {AuthenticationError} `sign-in-refused`
   * @throws {TypeError} where nobody can sign in, see {@link PatientSession.support}
   */
  enterCode(body: { readonly signInCodeId: string; readonly code: string }, options?: CallOptions): Promise<Session> {
    return this.#begin((key) => new Sessions(this.#visitor).create({ ...body, key }, options));
  }

  /**
   * Begins the session for who is signed in at the clinic's own portal.
   *
   * @param getAssertion asks the portal's server for a signed assertion, see docs/guides/patient-sign-in.md
   * @throws {AuthenticationError} `sign-in-refused`
   */
  signInWithPortal(getAssertion: () => Promise<string>, options?: CallOptions): Promise<Session> {
    return this.#begin(async (key) =>
      new Sessions(this.#visitor).createFromAssertion({ assertion: await getAssertion(), key }, options),
    );
  }

  /**
   * Begins the session with a link that the clinic handed over. Call it upon a click: programs that scan mails open links too.
   *
   * @param secret from the page's fragment, `psl_…`
   * @throws {AuthenticationError} `sign-in-refused` when it was used before or is over
   */
  signInWithLink(secret: string, options?: CallOptions): Promise<Session> {
    return this.#begin((key) => new Sessions(withCredential(this.#visitor, secret)).createFromLink({ key }, options));
  }

  /** The session, when there is one: also after navigation, with `remember`. Undefined when nobody is signed in any more. */
  async current(options?: CallOptions): Promise<Session | undefined> {
    try {
      return await new Sessions(this).current(options);
    } catch (error) {
      if (isSignedOut(error)) return undefined;
      throw error;
    }
  }

  /**
   * Looks for the person's chart. `patient` stays null when there is none or several fit: they may book all the same, as a prospect.
   *
   * @throws {RateLimitError} after five dates within a day that found nothing; one that is right is not counted
   */
  match(body: { readonly birthDate: string }, options?: CallOptions): Promise<Session> {
    return new Sessions(this).match(body, options);
  }

  /** Signs out, here or on every device. What is kept here is gone also when the server cannot be reached. */
  async signOut({
    everywhere = false,
    ...options
  }: CallOptions & { readonly everywhere?: boolean } = {}): Promise<void> {
    try {
      const sessions = new Sessions(this);
      await (everywhere ? sessions.endAll(options) : sessions.end(options));
    } catch (error) {
      if (!isSignedOut(error)) throw error;
    } finally {
      await this.#forget();
    }
  }

  /**
   * Calls an endpoint as the patient. A token that is over is refreshed, once, and the call is made again.
   *
   * @throws {AuthenticationError} `session-ended` when nobody is signed in any more, and once when somebody else has signed in on another page since: what was
   * begun for one person is never done as another. {@link PatientSession.current} then tells who it is
   */
  call<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    options: TransportCallOptions = {},
  ): Promise<EndpointResponse<E>> {
    // One key for both attempts: the server refused the first before it looked at it.
    const idempotencyKey = options.idempotencyKey ?? createIdempotencyKey();
    return this.#act(options.passive, (credential) =>
      this.#visitor.call(endpoint, input, { ...options, idempotencyKey, credential }),
    );
  }

  /** Opens an answer that stays open, as the patient. @throws {AuthenticationError} as {@link PatientSession.call} */
  async open<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    options: OpenOptions,
  ): Promise<ReadableStream<Uint8Array>> {
    return this.#act(options.passive, (credential) => this.#visitor.open(endpoint, input, { ...options, credential }));
  }

  /** With a token that is fresh, and once more where the server finds it expired. */
  async #act<Result>(passive: boolean | undefined, attempt: (credential: string) => Promise<Result>): Promise<Result> {
    const token = await this.#token(passive);
    try {
      return await attempt(token);
    } catch (error) {
      if (isSignedOut(error)) await this.#forget();
      if (!isExpired(error)) throw error;
    }
    if (this.#access?.token === token) this.#access = undefined;
    return attempt(await this.#token(passive));
  }

  async #begin(
    start: (key: Awaited<ReturnType<typeof publicKeyOf>>) => ReturnType<Sessions['create']>,
  ): Promise<Session> {
    if (!canMakeKeys())
      throw new TypeError('Signing in needs WebCrypto, which a browser has on https and localhost only.');
    const keys = await makeDeviceKeys();
    const { access, handle, session } = await start(await publicKeyOf(keys));
    const former = { token: this.#fresh(), device: this.#device };
    this.#keep(access.token);
    this.#device = await deviceOf(keys);
    const stored = await this.#store.exclusively(async () => {
      const replaced = await this.#store.load();
      await this.#store.save({ keys, handle });
      return replaced;
    });
    if (former.device !== undefined) void this.#endFormer(former.device, former.token, stored).catch(() => undefined);
    return session;
  }

  /**
   * Ends the session that this page acted in until somebody signed in again: nobody can use it any more, and nobody could end it later. What another page
   * has begun is left to it. It is not waited for: where it fails, the session ends by itself after 15 minutes.
   */
  async #endFormer(device: string, token: string | undefined, stored: StoredSession | undefined): Promise<void> {
    const end = (credential: string) => new Sessions(withCredential(this.#visitor, credential)).end();
    try {
      if (token !== undefined) return await end(token);
    } catch (error) {
      if (!isExpired(error)) throw error;
    }
    if (stored === undefined || (await deviceOf(stored.keys)) !== device) return;
    const { keys, handle, refresh } = stored;
    const idempotencyKey = refresh?.idempotencyKey ?? createIdempotencyKey();
    const proof = refresh?.proof ?? (await proveHandle(keys, handle));
    const options = { idempotencyKey, credential: handle, passive: true };
    const { access } = await this.#visitor.call(refreshSession, { body: { proof } }, options);
    await end(access.token);
  }

  #keep(token: string): string {
    this.#access = { token, since: Date.now() };
    return token;
  }

  /** Forgets the session of this page, here and on the device; one that began on another page since stays. */
  async #forget(): Promise<void> {
    const device = this.#device;
    this.#access = undefined;
    this.#device = undefined;
    const stored = await this.#store.load();
    if (stored && device !== undefined && (await deviceOf(stored.keys)) !== device) return;
    await this.#store.clear();
  }

  /** The token in memory while it is fresh. */
  #fresh(): string | undefined {
    if (this.#access === undefined) return undefined;
    const age = Date.now() - this.#access.since;
    return age >= 0 && age < freshMilliseconds ? this.#access.token : undefined;
  }

  async #token(passive: boolean | undefined): Promise<string> {
    return this.#fresh() ?? this.#refresh(passive);
  }

  /** Exchanges the handle, one page at a time: another one may have done so since, and then has left the next handle. */
  #refresh(passive: boolean | undefined): Promise<string> {
    return this.#store.exclusively(async () => {
      // another call of this page may have done it while this one waited for its turn
      const fresh = this.#fresh();
      if (fresh !== undefined) return fresh;
      const stored = await this.#store.load();
      if (stored === undefined) throw signedOut();
      const { keys, handle } = stored;
      const device = await deviceOf(keys);
      const before = this.#device;
      this.#device = device;
      if (before !== undefined && before !== device) {
        this.#access = undefined;
        throw signedOut();
      }
      const refresh = stored.refresh ?? {
        idempotencyKey: createIdempotencyKey(),
        proof: await proveHandle(keys, handle),
      };
      if (stored.refresh === undefined) await this.#store.save({ keys, handle, refresh });
      const { idempotencyKey, proof } = refresh;
      try {
        const options = { idempotencyKey, credential: handle, passive };
        const next = await this.#visitor.call(refreshSession, { body: { proof } }, options);
        await this.#store.save({ keys, handle: next.handle });
        return this.#keep(next.access.token);
      } catch (error) {
        if (error instanceof AuthenticationError) {
          await this.#forget();
          throw signedOut();
        }
        throw error;
      }
    });
  }
}

/** What tells a session's key from another's. */
const deviceOf = async (keys: CryptoKeyPair): Promise<string> => (await publicKeyOf(keys)).x;

/** What the server would say to who has no session. */
const signedOut = () =>
  new AuthenticationError({
    endpoint: 'POST /v1/sessions/refresh',
    status: 401,
    code: 'session-ended',
    requestId: undefined,
    problem: undefined,
  });

const isExpired = (error: unknown): boolean => isPrmError(error) && error.code === 'credential-expired';

const isSignedOut = (error: unknown): boolean =>
  isPrmError(error) && (error.code === 'session-ended' || error.code === 'credential-invalid');
