import { type FeedEvent, type FeedPage, feedPageSchema } from '@openprm/contract';
import type { Core } from '../core/index.ts';

/** An open stream of events, as somebody reads it. */
export interface TestStream {
  readonly status: number;
  /** The body of a refusal. */
  readonly problem: { readonly code?: string };
  readonly headers: Headers;
  /** The next message; undefined when the stream has ended. */
  next(): Promise<FeedPage | undefined>;
  /** The next events, signs of life left out; undefined when the stream has ended. */
  nextEvents(): Promise<readonly FeedEvent[] | undefined>;
  /** Resolves when the server ends the stream. @returns how many milliseconds later, and what was told until then */
  end(): Promise<{ readonly milliseconds: number; readonly told: readonly FeedEvent[] }>;
  /** Goes away. */
  leave(): Promise<void>;
}

/** Opens a stream at one process. */
export async function openStream(
  { api }: Pick<Core, 'api'>,
  { credential, after, actingFor }: { credential: string; after?: string; actingFor?: string },
): Promise<TestStream> {
  const url = new URL('https://app.example/v1/events/stream');
  if (after !== undefined) url.searchParams.set('after', after);
  const headers = new Headers({ authorization: `Bearer ${credential}` });
  if (actingFor !== undefined) headers.set('prm-acting-for', actingFor);
  const response = await api.request(url, { headers });
  const isOpen = response.status === 200 && response.body !== null;
  const reader = isOpen ? response.body.pipeThrough(new TextDecoderStream()).getReader() : undefined;
  let text = '';

  const next: TestStream['next'] = async () => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const message = text.slice(0, end);
        text = text.slice(end + 2);
        const data = /^data: (.*)$/m.exec(message)?.[1] ?? '';
        const page = feedPageSchema.parse(JSON.parse(data));
        if (/^id: (.*)$/m.exec(message)?.[1] !== page.cursor) throw new Error('The id is not the cursor.');
        return page;
      }
      const { value, done = true } = (await reader?.read()) ?? {};
      if (done) return undefined;
      text += value ?? '';
    }
  };

  return {
    status: response.status,
    problem: isOpen ? {} : ((await response.json()) as { code?: string }),
    headers: response.headers,
    next,
    async nextEvents() {
      for (;;) {
        const page = await next();
        if (page === undefined || page.data.length > 0) return page?.data;
      }
    },
    async end() {
      const began = performance.now();
      const told: FeedEvent[] = [];
      for (let page = await next(); page !== undefined; page = await next()) told.push(...page.data);
      return { milliseconds: performance.now() - began, told };
    },
    async leave() {
      await reader?.cancel();
    },
  };
}
