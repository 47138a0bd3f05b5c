import { pluralOf } from '../../plural.ts';

const plural = pluralOf('en');

/** English texts of the list of one's own surveys, besides those of signing in. Every other language has exactly these keys: a missing one is a type error. */
export const en = {
  ownTitle: 'Your surveys',
  ownTitleOf: (name: string) => `Surveys for ${name}`,
  whomSurveys: 'Whose surveys?',
  noneWaiting: 'No surveys are waiting for you.',
  surveysWaiting: (count: number, digits: string) =>
    plural(count, { one: 'One survey is waiting for you.', other: `${digits} surveys are waiting for you.` }),
  answeredPart: 'Answered',
  untitled: 'A few questions',
  minutes: (count: number, digits: string) =>
    plural(count, { one: 'About 1 minute', other: `About ${digits} minutes` }),
  begun: 'Begun',
  openUntil: (date: string) => `Open until ${date}`,
  answered: 'Answered',
  answeredOn: (date: string) => `Answered on ${date}`,
  confidential: 'Confidential',
  answer: 'Answer',
  goOnWith: 'Go on',
  showMore: 'Show more',
  listRefused: 'Your surveys cannot be shown here.',
  backToList: 'Your surveys',
  savingFirst: 'Saving your answers…',
  unsavedTitle: 'Your last answers are not saved.',
  unsavedText: 'They stay as long as you stay here. If you leave them, they are gone.',
  stayHere: 'Stay here',
  leaveThem: 'Leave without them',
};
