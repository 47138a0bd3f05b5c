import { pluralOf } from '../../plural.ts';

const plural = pluralOf('en');

/** English texts of the first times. Every other language has exactly these keys: a missing one is a type error. */
export const en = {
  loading: 'Loading…',
  tryAgain: 'Try again',
  minutes: (_minutes: number, digits: string) => `${digits} min`,
  inPerson: 'in person',
  telehealth: 'video visit',
  whenTitle: 'Choose a time',
  firstAvailable: 'First available',
  previousWeek: 'Previous week',
  nextWeek: 'Next week',
  viewAs: 'Show the times by',
  viewWeek: 'Week',
  viewMonth: 'Month',
  viewList: 'List',
  days: 'Days of the week',
  timesCount: (count: number, digits: string) =>
    plural(count, { zero: 'no times', one: '1 time', other: `${digits} times` }),
  comma: ', ',
  timesOn: (day: string) => `Times on ${day}`,
  morning: 'Morning',
  afternoon: 'Afternoon',
  evening: 'Evening',
  withWhom: (name: string) => `with ${name}`,
  lookingForTimes: 'Looking for times…',
  clinicTime: (zone: string) => `${zone} (clinic time)`,
  yourTime: (zone: string) => `${zone} (your time)`,
  clinicTimeOf: (time: string) => `${time} at the clinic`,
  yourTimeOf: (time: string) => `${time} your time`,
  sameMoment: (here: string, there: string) => `${here} is ${there}.`,
  yourVisit: 'Your visit',
  connectionTitle: 'No connection to the clinic.',
};
