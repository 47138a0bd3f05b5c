import assert from 'node:assert/strict';
import type { PatientInput } from '@openprm/sdk';
import { personalForms } from '../patient.ts';
import type { Allowance, Planted } from './findings.ts';
import type { Answer } from './front.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const fieldsOf = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;

/** A form that is shorter stands in other words by chance. */
const shortest = 6;

/** What somebody typed, in every form that is long enough to be told from chance. */
export const typedBy = (patient: PatientInput): Planted => ({
  what: 'what the patient typed',
  forms: personalForms(patient).filter((form) => form.length >= shortest),
});

/** The secrets of the holds that were made. */
export const holdSecrets = (answers: readonly Answer[]): Planted => ({
  what: 'a hold’s secret',
  forms: answers.filter(({ path }) => path === '/v1/holds').map(({ body }) => textOf(body['secret'])),
});

/**
 * What somebody typed who booked, and what the server made of it.
 *
 * @throws when something is not there to be found
 */
export function plantedBy(patient: PatientInput, answers: readonly Answer[]): readonly Planted[] {
  const holds = answers.filter(({ path }) => path === '/v1/holds').map(({ body }) => body);
  const appointment = fieldsOf(answers.find(({ path }) => path === '/v1/appointments')?.body);
  return checked([
    typedBy(patient),
    holdSecrets(answers),
    { what: 'an id', forms: [...holds.map(({ id }) => textOf(id)), textOf(appointment['id'])] },
    { what: 'a token', forms: [textOf(fieldsOf(appointment['access'])['token'])] },
    { what: 'the time of the visit', forms: timesOf(textOf(appointment['start'])) },
  ]);
}

/** Handles and tokens of sessions in answers' texts. @throws when there are none */
export function sessionSecrets(texts: readonly string[]): Planted {
  const forms = new Set(texts.flatMap((text) => text.match(/\b(?:prh_[\w.-]+|eyJ[\w.-]+)/g) ?? []));
  const secrets: Planted = { what: 'a secret of the session', forms: [...forms] };
  checked([secrets]);
  return secrets;
}

/** Tokens of visits in answers' texts. @throws when there are none */
export function visitTokens(texts: readonly string[]): Planted {
  const forms = new Set(texts.flatMap((text) => text.match(/\bses_[\w.-]+/g) ?? []));
  const tokens: Planted = { what: 'a token', forms: [...forms] };
  checked([tokens]);
  return tokens;
}

function checked(planted: readonly Planted[]): readonly Planted[] {
  for (const { what, forms } of planted)
    assert.ok(
      forms.length > 0 && forms.every((form) => form.length >= shortest),
      `${what} is not planted: ${forms.join()}`,
    );
  return planted;
}

/** A moment as it could be written. */
export function timesOf(start: string): string[] {
  const utc = new Date(start).toISOString();
  return [start, utc, utc.slice(0, 16), start.slice(0, 16), String(Date.parse(start))];
}

/** What may be where, and why. */
export const allowances: readonly Allowance[] = [
  {
    channel: 'address of a request',
    place: /./,
    what: /^an id$/,
    because: 'an id names nobody, and is of use only with a credential',
  },
  {
    channel: 'event',
    place: /^prm-(appointment-(booked|rescheduled|cancelled)|waitlist-joined)$/,
    what: /^an id$/,
    because: 'the host may look its appointment up, with a key of its own',
  },
  { channel: 'host page', place: /^heard$/, what: /^an id$/, because: 'the same event, on its way out of the frame' },
  {
    channel: 'header of a request',
    place: /\/v1\//,
    what: /^an id$/,
    because: 'HTTP/2 tells the path of a request as one',
  },
];

/** A hold lives for minutes and has to survive a reload; so it is kept until it is booked, and only then. */
export const whileHeld: readonly Allowance[] = [
  ...allowances,
  {
    channel: 'storage',
    place: /openprm-pending-booking/,
    what: /^(a hold’s secret|an id|the time of the visit)$/,
    because: 'a reload must not lose the held time',
  },
];

/** A session that survives navigation keeps what renews it, which is good once, and only with a key that no script can read out. */
export const whileSignedIn: readonly Allowance[] = [
  ...allowances,
  {
    channel: 'storage',
    place: /openprm-session/,
    what: /^a secret of the session$/,
    because: 'the handle alone renews nothing',
  },
];
