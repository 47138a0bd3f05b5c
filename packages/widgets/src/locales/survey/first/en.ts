import { pluralOf } from '../../plural.ts';

const plural = pluralOf('en');

/** English texts of what stands before the first question. Every other language has exactly these keys: a missing one is a type error. */
export const en = {
  loading: 'Loading…',
  tryAgain: 'Try again',
  begin: 'Begin',
  goOn: 'Go on with your answers',
  surveyTitle: 'A few questions',
  minutes: (count: number, digits: string) =>
    plural(count, { one: 'About 1 minute', other: `About ${digits} minutes` }),
  namedTitle: 'Your answers are seen with your name',
  namedText: 'They belong to your records at the clinic.',
  confidentialTitle: 'Your answers are confidential',
  confidentialText:
    'Your care team does not see who gave them. If an answer means that you may be in danger, the clinic may look up who you are to help you; that is recorded.',
  anonymousTitle: 'Your answers are anonymous',
  anonymousText:
    'Nobody can tell who gave them, so nobody can get back to you. What you write yourself may still say who you are.',
  readBy: (readers: string) => `Read by: ${readers}`,
  readers: {
    owner: 'the clinic’s managers',
    clinician: 'the clinicians',
    unknown: 'staff of the clinic',
  },
  savedInParts: 'Your answers are saved at the clinic while you go on. You can stop and come back the same way.',
  savedAtEnd: 'Your answers stay on this page until you send them. If you leave it, they are gone.',
  connectionTitle: 'No connection to the clinic.',
  connectionText: 'Please check your connection. We try again as soon as there is one.',
  configurationTitle: 'These questions cannot be shown here.',
  configurationText: 'Something is not set up as it should be. The clinic can help you.',
};
