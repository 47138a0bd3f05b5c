import type { Keys, Random } from '../../ports.ts';
import { isSameSecret, newSecret, toBase64Url } from '../../keys/secrets.ts';

/** For so many days a browser is known in which somebody has signed in. */
export const deviceDays = 30;

/** A desk is shared by a few: so many people are known of one browser, those who signed in last. */
const mostPeople = 8;
const separator = '~';

/** What a browser keeps of one person: a number of its own, until when it is good (epoch seconds, base 36), and a MAC that binds both to the account. */
const shape = /^([A-Za-z0-9_-]{43})\.([0-9a-z]{6,9})\.([A-Za-z0-9_-]{43})$/;

interface DeviceToken {
  readonly text: string;
  readonly number: string;
  readonly expires: string;
  readonly mac: string;
}

/** Whose browser it may be, and when that is asked. */
export interface DeviceQuestion {
  readonly tenantId: string;
  /** The id of the account, or anything else for one that does not exist. */
  readonly staffId: string;
  /** What the browser keeps. */
  readonly kept: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

const read = (kept: string | undefined, now: number): readonly DeviceToken[] =>
  (kept ?? '')
    .split(separator, mostPeople)
    .flatMap((text) => {
      const [, number = '', expires = '', mac = ''] = shape.exec(text) ?? [];
      return number === '' ? [] : [{ text, number, expires, mac }];
    })
    .filter(({ expires }) => Number.parseInt(expires, 36) * 1000 > now);

const macOf = async (
  keys: Pick<Keys, 'mac'>,
  { tenantId, staffId }: Pick<DeviceQuestion, 'tenantId' | 'staffId'>,
  { number, expires }: Pick<DeviceToken, 'number' | 'expires'>,
) => toBase64Url(await keys.mac(tenantId, 'staff', `device/${staffId}/${number}/${expires}`));

/**
 * The number of a browser in which this very person has signed in lately, with both factors (OWASP, "device cookies"): what is tried there is counted by it, and
 * no stranger's tries keep the person out.
 */
export async function findDevice(keys: Pick<Keys, 'mac'>, question: DeviceQuestion): Promise<string | undefined> {
  for (const token of read(question.kept, question.now))
    if (isSameSecret(token.mac, await macOf(keys, question, token))) return token.number;
  return undefined;
}

/** What a browser keeps from now on, since this person has signed in there: their own number anew, and those of the others who did. */
export async function addDevice(
  { keys, random }: { readonly keys: Pick<Keys, 'mac'>; readonly random: Random },
  question: DeviceQuestion,
): Promise<string> {
  const former = await findDevice(keys, question);
  const others = read(question.kept, question.now).filter(({ number }) => number !== former);
  const expires = Math.floor(question.now / 1000 + deviceDays * 24 * 3600).toString(36);
  const own = { number: newSecret(random), expires };
  const text = [own.number, own.expires, await macOf(keys, question, own)].join('.');
  return [text, ...others.map((other) => other.text)].slice(0, mostPeople).join(separator);
}
