import { type LimitName, type Rate, holdCaps, limits, streamCaps } from '@openprm/contract/policies';

/** The limits of a deployment: those of the contract, unless it says otherwise. */
export interface LimitSettings {
  readonly rates: Readonly<Record<LimitName, Rate>>;
  /** How much one visitor may hold at once. */
  readonly holdCaps: { readonly times: number; readonly shareOfDay: number };
  /** How many streams may be open at once at one process. */
  readonly streamCaps: Readonly<Record<keyof typeof streamCaps, number>>;
}

const names = Object.keys(limits) as LimitName[];

/** The limits as the contract has them, with the reason for each. */
export const defaultLimits: LimitSettings = { rates: limits, holdCaps, streamCaps };

const streamCapNames = {
  'streams-by-session': 'bySession',
  'streams-by-key': 'byKey',
  'streams-by-address': 'byAddress',
} as const satisfies Record<string, keyof typeof streamCaps>;

const example = 'such as calls-by-address=3000/60 or held-times=20';

/**
 * Reads limits other than the defaults: words with a blank between them, the later ones over the earlier. `NAME=MOST/SECONDS` sets a rate,
 * `*=MOST/SECONDS` all of them, `held-times=N` and `held-share=0.5` how much one visitor may hold at once, `streams-by-session=N`, `streams-by-key=N` and
 * `streams-by-address=N` how many streams may be open at once.
 *
 * @throws RangeError that says which word is wrong
 */
export function readLimits(text: string): LimitSettings {
  let { rates, holdCaps: caps, streamCaps: streams } = defaultLimits;
  for (const word of text.trim().split(/\s+/)) {
    const [name = '', value = ''] = word.split('=', 2);
    if (name === 'held-times' && /^[1-9]\d{0,6}$/.test(value)) caps = { ...caps, times: Number(value) };
    else if (name === 'held-share' && /^(0?\.\d+|1(\.0+)?)$/.test(value)) caps = { ...caps, shareOfDay: Number(value) };
    else if (Object.hasOwn(streamCapNames, name) && /^[1-9]\d{0,6}$/.test(value))
      streams = { ...streams, [streamCapNames[name as keyof typeof streamCapNames]]: Number(value) };
    else rates = { ...rates, ...readRate(word, name, value) };
  }
  return { rates, holdCaps: caps, streamCaps: streams };
}

function readRate(word: string, name: string, value: string): Partial<Record<LimitName, Rate>> {
  const [, most, perSeconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,8})$/.exec(value) ?? [];
  const meant = name === '*' ? names : names.filter((known) => known === name);
  if (most === undefined || meant.length === 0) {
    throw new RangeError(
      `"${word}" is no limit. Write NAME=MOST/SECONDS, ${example}; names: ${names.join(', ')}, held-times, held-share, ${Object.keys(streamCapNames).join(', ')}.`,
    );
  }
  const rate = { most: Number(most), perSeconds: Number(perSeconds) };
  return Object.fromEntries(meant.map((known) => [known, rate]));
}
