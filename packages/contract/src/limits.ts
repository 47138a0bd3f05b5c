import type { PrincipalKind } from './policy.ts';

/**
 * What calls are counted by:
 * - `address`: the network address that they come from; of an IPv6 address its /64, which is what one household has
 * - `origin`: the page's origin
 * - `key`: the API key
 * - `session`: the session, token or link
 * - `destination`: the address that a mail goes to
 */
export type LimitSubject = 'address' | 'origin' | 'key' | 'session' | 'destination';

/** At most so many calls in so many seconds: all of them at once, and then one more each `perSeconds / most` seconds. */
export interface Rate {
  readonly most: number;
  readonly perSeconds: number;
}

/** A limit: a rate, what it is counted by, whose calls are counted, and why it is as it is. */
export interface Limit extends Rate {
  readonly by: LimitSubject;
  readonly counts: readonly PrincipalKind[];
  readonly reason: string;
}

const visitors = [
  'publishable',
  'link',
  'patient',
  'person',
  'handle',
  'sign-in-link',
  'waitlist-link',
  'survey-link',
] as const;
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Limits of every call. */
export const callLimits = {
  'calls-by-address': {
    by: 'address',
    most: 600,
    perSeconds: minute,
    counts: visitors,
    reason:
      'A visit takes about 20 calls. A waiting room or a mobile network shares one address, so thirty visits may begin in one minute.',
  },
  'calls-by-origin': {
    by: 'origin',
    most: 6000,
    perSeconds: minute,
    counts: ['publishable'],
    reason:
      'A page that calls in a loop must not use up what the other pages of the clinic need. Beyond it each address still has its share: `shareLimits`.',
  },
  'calls-by-key': {
    by: 'key',
    most: 12_000,
    perSeconds: minute,
    counts: ['publishable', 'secret'],
    reason:
      'Many clinics share a server: none may use up what the others need. 200 a second is a large clinic twice over. Beyond it each address of a visitor still has its share: `shareLimits`.',
  },
  'calls-by-session': {
    by: 'session',
    most: 300,
    perSeconds: minute,
    counts: ['link', 'patient', 'person', 'handle', 'sign-in-link', 'waitlist-link', 'survey-link', 'staff'],
    reason: 'One person reads and presses; what is faster is a script with a stolen credential.',
  },
} as const satisfies Record<string, Limit>;

/** Limits of those calls whose row names them. */
export const rowLimits = {
  'holds-by-address': {
    by: 'address',
    most: 60,
    perSeconds: 10 * minute,
    counts: visitors,
    reason: 'Whoever looks for a time holds a few of them one after the other. How many at once, `holdCaps` says.',
  },
  'bookings-by-address': {
    by: 'address',
    most: 30,
    perSeconds: hour,
    counts: visitors,
    reason: 'A family books a few visits, a shared address a few families. Each booking takes a time and sends mail.',
  },
  'waitlist-by-address': {
    by: 'address',
    most: 20,
    perSeconds: hour,
    counts: visitors,
    reason:
      'A family joins for a few kinds of visit. Each entry may have times held and sends mail; how much mail one mailbox gets is counted apart, and withheld without a word.',
  },
  'waitlist-by-key': {
    by: 'key',
    most: 600,
    perSeconds: hour,
    counts: ['publishable'],
    reason:
      'Addresses are many: what comes through one page in all must not fill a list faster than a clinic reads it. Beyond it nobody is refused who has not joined yet: `shareLimits`.',
  },
  'responses-by-address': {
    by: 'address',
    most: 60,
    perSeconds: hour,
    counts: visitors,
    reason: 'A waiting room answers on one network. Each response is kept; a script that fills a survey does not wait.',
  },
  'responses-by-key': {
    by: 'key',
    most: 1200,
    perSeconds: hour,
    counts: ['publishable'],
    reason:
      'Addresses are many: what comes through one page in all must not drown what patients have said. Beyond it nobody is refused who has not answered yet: `shareLimits`.',
  },
  'codes-by-address': {
    by: 'address',
    most: 30,
    perSeconds: hour,
    counts: ['publishable'],
    reason:
      'One-time codes are mailed to whatever address is typed. A waiting room shares one network address; a script that mails strangers does not wait.',
  },
  'codes-by-origin': {
    by: 'origin',
    most: 1200,
    perSeconds: hour,
    counts: ['publishable'],
    reason:
      'A page that was taken over must not send mail in the clinic’s name without end. Beyond it each address still has its share, and so a way in: `shareLimits`.',
  },
  'codes-by-key': {
    by: 'key',
    most: 2400,
    perSeconds: hour,
    counts: ['publishable'],
    reason:
      'Who is no browser says no origin, and has networks without number: what one key has mailed in all must end, too. Beyond it as beyond that of an origin: `shareLimits`.',
  },
  'sign-ins-by-address': {
    by: 'address',
    most: 120,
    perSeconds: hour,
    counts: ['publishable', 'sign-in-link'],
    reason: 'Each code has five tries and each mailbox eight codes an hour; this is for who tries many mailboxes.',
  },
} as const satisfies Record<string, Limit>;

/** A limit of each address, once one that all share is reached. */
export interface ShareLimit extends Limit {
  readonly inPlaceOf: readonly (keyof typeof callLimits | keyof typeof rowLimits)[];
}

/**
 * Limits in place of one that many strangers together could use up: once that one is reached, each address still has its share, so that nobody closes a page, a survey, the waitlist or
 * the way in to the others. Where no address is known, nobody has a share, and the limit stays.
 */
export const shareLimits = {
  'calls-by-address-when-busy': {
    by: 'address',
    inPlaceOf: ['calls-by-origin', 'calls-by-key'],
    most: 60,
    perSeconds: minute,
    counts: ['publishable'],
    reason:
      'A visit takes about 20 calls: a household, or a few in a waiting room, still book while a page is flooded from elsewhere.',
  },
  'waitlist-by-address-when-busy': {
    by: 'address',
    inPlaceOf: ['waitlist-by-key'],
    most: 4,
    perSeconds: hour,
    counts: ['publishable'],
    reason: 'A family still joins for two or three kinds of visit while a list is flooded from elsewhere.',
  },
  'codes-by-address-when-busy': {
    by: 'address',
    inPlaceOf: ['codes-by-origin', 'codes-by-key'],
    most: 4,
    perSeconds: hour,
    counts: ['publishable'],
    reason:
      'Whoever signs in needs one code, or a second one when the first was late. An origin is only what a caller says: who is no browser names the clinic’s.',
  },
  'responses-by-address-when-busy': {
    by: 'address',
    inPlaceOf: ['responses-by-key'],
    most: 6,
    perSeconds: hour,
    counts: ['publishable'],
    reason: 'A household, or two or three in a waiting room, still answer while a page is flooded from elsewhere.',
  },
} as const satisfies Record<string, ShareLimit>;

/**
 * Limits of mails that tell a patient of a visit, or that they joined the waitlist. They are counted when the mail is written, after the call was answered: one beyond the limit is withheld. A refusal
 * would tell a stranger who has booked at an address, and shut that person out.
 */
export const mailLimits = {
  'mails-by-destination': {
    by: 'destination',
    most: 10,
    perSeconds: day,
    // of a `patient` only what follows from a booking without a session: whoever opened a mailed link or signed in has shown that the address is theirs
    counts: ['publishable', 'patient'],
    reason: 'Whoever books in the name of another must not fill that person with mail.',
  },
  'waitlist-mails-by-destination': {
    by: 'destination',
    most: 5,
    perSeconds: day,
    counts: ['publishable', 'patient'],
    reason:
      'Whoever joins the waitlist in the name of another must not either. Of a visit that they have booked they are told apart from it.',
  },
} as const satisfies Record<string, Limit>;

/** Limits of those calls whose credential was wrong: they are counted when they are refused, so that a good credential from the same address is never among them. */
export const failureLimits = {
  'failed-credentials-by-address': {
    by: 'address',
    most: 60,
    perSeconds: 10 * minute,
    counts: [],
    reason:
      'A page with a key that was revoked fails for each of its visitors; a script that tries keys, links and tokens fails without end.',
  },
} as const satisfies Record<string, Limit>;

/** Limits of what is no clinic's: tries to sign in as staff of a clinic that this server does not have, which cost a hash all the same, and what browsers tell of pages. */
export const nowhereLimits = {
  'staff-tries-nowhere-by-address': {
    by: 'address',
    most: 60,
    perSeconds: 15 * minute,
    counts: [],
    reason: 'As many as one address has at a clinic that there is. Who mistypes the clinic tries twice.',
  },
  'policy-reports-by-address': {
    by: 'address',
    most: 60,
    perSeconds: 10 * minute,
    counts: [],
    reason: 'A page that is broken for everybody is told by a waiting room; each report may write twenty lines.',
  },
} as const satisfies Record<string, Limit>;

/** Every limit by its name. */
export const limits = {
  ...callLimits,
  ...rowLimits,
  ...shareLimits,
  ...mailLimits,
  ...failureLimits,
  ...nowhereLimits,
};
export type LimitName = keyof typeof limits;
export type RowLimitName = keyof typeof rowLimits;

/**
 * How much one visitor (a network, of IPv6 its /56, with a clinic) may hold at once, and may hold and book of one day within a day, so that nobody keeps a day from the
 * others. What somebody signed in has booked is their own share; what the clinic books, or who has a verified chart, is nobody's.
 */
export const holdCaps = {
  /** Times held at once. Somebody who compares holds one or two; a shared address a few. */
  times: 8,
  /** Of the hours that one schedule, and one practitioner, offers on one day, and of a day's most visits; one time is always allowed. */
  shareOfDay: 0.5,
} as const;

/** How many bytes of files one patient may send in some seconds with answers, by all links and sessions: one response with the most and largest files. */
export const fileCaps = { bytesOfPatient: 100 * 1024 * 1024, perSeconds: day } as const;

/** How many streams, and calls that wait, may be open at once at one server process, which holds a connection for each. */
export const streamCaps = {
  /** Of one session. A page has one; somebody has a few pages open. */
  bySession: 8,
  /** Of one secret key: a clinic's servers have one each. */
  byKey: 40,
  /** From one network address: of a clinic's patients, and as many of its staff, so that neither keeps the other out. A clinic's own network has everybody's pages. */
  byAddress: 240,
} as const;
