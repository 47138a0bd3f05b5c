import type { Endpoint, ProblemCode } from '@openprm/contract';
import { HttpResponse } from 'msw';
import type { HandleOptions } from '../handle.ts';
import { Problem } from '../problem.ts';

const nameOf = (row: Endpoint) => `${row.method} ${row.path}`;

/** What can go wrong on the way to the clinic, and the count of what was asked of it. */
export class ClinicFaults {
  readonly #calls: string[] = [];
  readonly #problems = new Map<string, Problem[]>();
  readonly #lostAnswers = new Map<string, number>();
  readonly #pauses = new Map<string, Promise<void>>();
  #isOffline = false;

  /** Stands around every handler. */
  readonly around: NonNullable<HandleOptions['around']> = async (row, proceed) => {
    const name = nameOf(row);
    this.#calls.push(name);
    await this.#pauses.get(name);
    if (this.#isOffline) return HttpResponse.error();
    const problem = this.#problems.get(name)?.shift();
    if (problem !== undefined) throw problem;
    const response = await proceed();
    const lost = this.#lostAnswers.get(name) ?? 0;
    if (lost === 0) return response;
    this.#lostAnswers.set(name, lost - 1);
    return HttpResponse.error();
  };

  failNext(row: Endpoint, problem: ProblemCode | Problem): void {
    const queue = this.#problems.get(nameOf(row)) ?? [];
    this.#problems.set(nameOf(row), [...queue, typeof problem === 'string' ? new Problem(problem) : problem]);
  }

  loseNextAnswer(row: Endpoint): void {
    this.#lostAnswers.set(nameOf(row), (this.#lostAnswers.get(nameOf(row)) ?? 0) + 1);
  }

  pause(row: Endpoint): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pauses.set(nameOf(row), promise);
    return () => {
      if (this.#pauses.get(nameOf(row)) === promise) this.#pauses.delete(nameOf(row));
      resolve();
    };
  }

  setOffline(isOffline: boolean): void {
    this.#isOffline = isOffline;
  }

  countCalls(row?: Endpoint): number {
    return row === undefined ? this.#calls.length : this.#calls.filter((name) => name === nameOf(row)).length;
  }
}
