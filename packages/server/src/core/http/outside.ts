import type { Files } from '../ports.ts';

/** Does work that no database connection may wait for: see `RequestContext.outside`. */
export type DoOutside = <Result>(work: (files: Files) => Promise<Result>) => Promise<Result>;

/** What a request asks of others than the database. */
export interface Outside {
  /** For the handler: gives what came of the work, or stops it so that the work is done first. */
  readonly ask: DoOutside;
  /** Whether the handler was stopped by this: its transaction is committed, the work done, and the handler called anew. */
  isAsked(error: unknown): boolean;
  /** Does what was asked for. The next call of `ask` has its result. */
  work(): Promise<void>;
  /** Whether time has passed outside since the request came. */
  readonly isDone: boolean;
}

class WorkOutside extends Error {
  override readonly name = 'WorkOutside';
}

/** The work outside of one request. */
export function createOutside(files: Files): Outside {
  let asked: ((files: Files) => Promise<unknown>) | undefined;
  let done: { readonly result: unknown } | undefined;
  return {
    async ask<Result>(work: (files: Files) => Promise<Result>) {
      // The handler is the same one, and asks once: what is done is what this call asks for.
      if (done !== undefined) return done.result as Result;
      asked = work;
      throw new WorkOutside('The handler is called again once this is done.');
    },
    isAsked: (error) => error instanceof WorkOutside,
    async work() {
      if (asked === undefined) throw new Error('Nothing was asked for.');
      done = { result: await asked(files) };
    },
    get isDone() {
      return done !== undefined;
    },
  };
}
