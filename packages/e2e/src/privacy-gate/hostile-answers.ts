import type { Meddle } from './front.ts';

/** Answers of a server, or of something before it, that says back whatever it was told, in every part of a problem that has room for it. */
export const echo =
  (status: number, code: string, calls: RegExp): Meddle =>
  ({ method, url, body, credential }) => {
    if (!calls.test(`${method} ${url}`)) return undefined;
    const told = `${body} ${credential}`;
    const issues = ['given', 'birthDate'].map((field) => ({
      path: `/body/patient/${field}`,
      code: told,
      message: told,
    }));
    const problem = { type: told, title: told, status, code, detail: told, requestId: told, issues };
    return { status, body: JSON.stringify({ ...problem, alternatives: [{ id: told }], [told]: told }) };
  };

/** A success whose body is what was sent: nothing that an element could read. */
export const echoAsSuccess =
  (calls: RegExp): Meddle =>
  ({ method, url, body }) =>
    calls.test(`${method} ${url}`) ? { status: 201, body: JSON.stringify({ id: body, patient: body }) } : undefined;

/** Breaks the connection in the middle of an answer. */
export const cut =
  (calls: RegExp): Meddle =>
  ({ method, url }) =>
    calls.test(`${method} ${url}`) ? 'cut' : undefined;
