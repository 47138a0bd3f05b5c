import type { EndpointAnswer, listEvents } from '@openprm/contract';
import { type Authenticate, type Principal } from '../credential.ts';
import { Problem } from '../problem.ts';
import type { FeedLog } from './feed-log.ts';
import type { SignInDesk } from './sign-in-desk.ts';

type Page = EndpointAnswer<typeof listEvents>;

/** What a call to the feed says. */
interface FeedQuery {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly wait?: number | undefined;
}

const usualLimit = 100;

/** Tells what has happened: to the clinic all of it, to a patient what is of their chart or of that which they act for. */
export class FeedDesk {
  readonly #log: FeedLog;
  readonly #signInDesk: SignInDesk;
  readonly #authenticate: Authenticate;

  constructor(log: FeedLog, signInDesk: SignInDesk, authenticate: Authenticate) {
    this.#log = log;
    this.#signInDesk = signInDesk;
    this.#authenticate = authenticate;
  }

  /** What has happened after a cursor; after waiting for it, where the call says so. */
  async read(principal: Principal, query: FeedQuery): Promise<Page> {
    const first = this.#page(principal, query);
    if (query.wait === undefined || query.wait === 0 || first.reset || first.data.length > 0) return first;
    const over = performance.now() + query.wait * 1000;
    for (let page = first; ; page = this.#page(principal, { ...query, after: page.cursor })) {
      const left = over - performance.now();
      if (page.data.length > 0 || left <= 0) return page;
      await this.#next(left);
      this.#authenticate(principal.credential);
    }
  }

  /** The same without end, until the caller may see no more. */
  async *stream(principal: Principal, query: FeedQuery): AsyncGenerator<Page, void, undefined> {
    let page = this.#page(principal, query);
    yield page;
    for (;;) {
      await this.#log.next();
      const next = this.#look(principal, page.cursor);
      if (next === undefined) return;
      if (next.data.length > 0) yield next;
      page = next;
    }
  }

  /** Undefined when the session, the key or the right to act is over. */
  #look(principal: Principal, after: string): Page | undefined {
    try {
      this.#authenticate(principal.credential);
      return this.#page(principal, { after });
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  async #next(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
    await Promise.race([this.#log.next(), late]);
    clearTimeout(timer);
  }

  #page(principal: Principal, { after, limit = usualLimit }: FeedQuery): Page {
    const chart = principal.kind === 'person' ? this.#signInDesk.reachOf(principal).patientId : undefined;
    const { entries } = this.#log;
    const head = `mock-${entries.length}`;
    if (after === undefined) return { data: [], cursor: head, reset: false };
    const position = Number(/^mock-(\d{1,9})$/.exec(after)?.[1] ?? Number.NaN);
    if (!(position <= entries.length)) return { data: [], cursor: head, reset: true };
    const data = entries
      .map(({ type, resourceId, patientId }, n) => ({ cursor: `mock-${n + 1}`, type, resourceId, patientId }))
      .slice(position)
      .filter(({ type, patientId }) =>
        chart === undefined ? type !== 'audit-event.recorded' : patientId !== null && patientId === chart,
      )
      .map(({ patientId: _patientId, ...event }) => event);
    const taken = data.slice(0, limit);
    return { data: taken, cursor: taken.length < data.length ? (taken.at(-1)?.cursor ?? head) : head, reset: false };
  }
}
