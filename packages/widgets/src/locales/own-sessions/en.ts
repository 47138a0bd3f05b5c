import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

/** English texts of where one is signed in. Every other language has exactly these keys: a missing one is a type error. */
export const en = {
  notYou: 'If one of these is not you, end it. The time is when it was last used.',
  here: 'This device, now',
  elsewhere: 'Another device or browser',
  began: (when: string) => `Signed in ${when}`,
  roads: { code: 'with a code by e-mail', link: 'with a link from the clinic', portal: 'from the clinic’s portal' },
  actedFor: (name: string) => `acted for ${name}`,
  end: 'End this',
  ending: 'Ending…',
  endOthers: 'Sign out everywhere else',
  nowhereElse: 'You are signed in nowhere else.',
  endedOne: 'Ended. Nobody is signed in there any more.',
  endedOthers: 'You are signed out everywhere else.',
  againTitle: 'Sign in once more to end it',
  againText: 'It is some time since you signed in here. We send you a new code, and then you come back to this list.',
  againByLink: 'It is some time since you signed in here. Ask the clinic for a new link, open it, and end it then.',
  again: 'Send me a new code',
  shown: (count: number, digits: string) =>
    plural(count, { one: 'Signed in at one place', other: `Signed in at ${digits} places` }),
};
