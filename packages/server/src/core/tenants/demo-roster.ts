import type { DayOfWeek, HealthcareServiceCreate, LocationCreate, PatientInput } from '@openprm/contract';

/**
 * Who and what the demo clinic is: invented people, telephone numbers and addresses that belong to nobody. Names of places and services here are
 * how the roster's parts refer to one another.
 */

export const demoOrganization = {
  name: 'Riverside Physical Therapy',
  telephone: '(555) 010-4417',
  email: 'front-desk@riverside.example',
};

const riverside = 'Riverside Clinic';
const harbor = 'Harbor Clinic';

export const demoLocations: readonly Omit<LocationCreate, 'organizationId'>[] = [
  {
    name: riverside,
    address: { line: '210 Mill St, Suite 4', city: 'Chicago', state: 'IL', postalCode: '60654', country: 'US' },
    telephone: '(555) 010-4417',
    emergencyTelephone: '911',
    crisisTelephone: '988',
    timeZone: 'America/Chicago',
  },
  {
    name: harbor,
    address: { line: '18 Wharf Rd', city: 'Quincy', state: 'MA', postalCode: '02169', country: 'US' },
    telephone: '(555) 010-4417',
    emergencyTelephone: '911',
    crisisTelephone: '988',
    timeZone: 'America/New_York',
  },
];

const evaluation = 'New patient evaluation';
const followUp = 'Follow-up session';
const video = 'Video visit';
const backClass = 'Back class';

export const demoServices: readonly Omit<HealthcareServiceCreate, 'organizationId'>[] = [
  {
    name: evaluation,
    description: 'First visit, with an examination and a plan',
    preparation: 'Wear loose clothing. Bring your insurance card and any imaging.',
    durationMinutes: 45,
    slotIntervalMinutes: 30,
    bufferAfterMinutes: 15,
    minimumNoticeMinutes: 120,
  },
  {
    name: followUp,
    description: 'For patients in treatment',
    durationMinutes: 30,
    bufferAfterMinutes: 5,
    slotIntervalMinutes: 30,
  },
  {
    name: video,
    description: 'Times in your own time zone',
    preparation: 'Have room to lie down and a device that you can prop up. The link comes by e-mail.',
    mode: 'telehealth',
    durationMinutes: 30,
    minimumNoticeMinutes: 30,
  },
  {
    name: backClass,
    description: 'One hour of movement for backs that sit too much, six people at most',
    preparation: 'Wear loose clothing. Mats are there.',
    durationMinutes: 60,
    bufferBeforeMinutes: 10,
    bufferAfterMinutes: 10,
    horizonDays: 45,
    capacity: 6,
    eligibility: { minimumAge: 16, comment: 'For younger people we have visits one to one.' },
    redFlags: [
      { text: 'You can hardly hold your water or your bowels', advice: 'emergency' },
      { text: 'Both legs are getting weak or numb', advice: 'emergency' },
      { text: 'You fell or had an accident in the last two weeks', advice: 'clinic' },
      { text: 'You have a fever, or have lost weight and do not know why', advice: 'clinic' },
    ],
  },
];

/** When somebody is at a place, for which services. */
export interface DemoShift {
  readonly location: string;
  readonly services: readonly string[];
  readonly weeklyHours: readonly { readonly daysOfWeek: DayOfWeek[]; readonly start: string; readonly end: string }[];
  readonly dailyCap?: number;
}

export interface DemoPractitioner {
  readonly name: string;
  readonly specialty: string;
  readonly shifts: readonly DemoShift[];
  /** Away, so many days from the day of the seeding: closed all day, or other hours. */
  readonly exceptions: readonly {
    readonly inDays: number;
    readonly hours: readonly { start: string; end: string }[];
  }[];
}

const daily = (daysOfWeek: DayOfWeek[], ...periods: [start: string, end: string][]) =>
  periods.map(([start, end]) => ({ daysOfWeek, start, end }));

/** Between them every service has a time on each three days in a row, weekends included. */
export const demoPractitioners: readonly DemoPractitioner[] = [
  {
    name: 'Amara Okafor, PT',
    specialty: 'Knee and hip',
    shifts: [
      {
        location: riverside,
        services: [evaluation, followUp, video],
        weeklyHours: [
          ...daily(['mon', 'tue', 'wed', 'thu'], ['07:00', '12:00'], ['13:00', '16:00']),
          ...daily(['fri'], ['07:00', '12:00']),
        ],
      },
    ],
    exceptions: [{ inDays: 9, hours: [] }],
  },
  {
    name: 'Maya Lindholm, PT',
    specialty: 'Back and neck',
    shifts: [
      {
        location: riverside,
        services: [evaluation, followUp],
        weeklyHours: [
          ...daily(['mon'], ['09:00', '13:00'], ['14:00', '16:30']),
          ...daily(['tue', 'thu'], ['09:00', '13:00'], ['14:00', '18:00']),
          ...daily(['sat'], ['10:30', '13:00']),
        ],
      },
      {
        location: riverside,
        services: [backClass],
        weeklyHours: [...daily(['mon', 'wed'], ['17:00', '18:00']), ...daily(['sat'], ['09:00', '10:00'])],
      },
    ],
    exceptions: [],
  },
  {
    name: 'Tomás Herrera, PT',
    specialty: 'Shoulder and arm',
    shifts: [
      {
        location: harbor,
        services: [evaluation, followUp, video],
        weeklyHours: [
          ...daily(['mon', 'tue', 'wed', 'thu'], ['08:00', '12:00'], ['13:00', '17:00']),
          ...daily(['fri'], ['07:00', '12:00'], ['12:30', '16:00']),
          ...daily(['sat'], ['09:00', '13:00']),
        ],
        dailyCap: 12,
      },
    ],
    exceptions: [{ inDays: 12, hours: [{ start: '13:00', end: '17:00' }] }],
  },
  {
    name: 'Grace Chen, PT',
    specialty: 'Running and sports',
    shifts: [
      {
        location: riverside,
        services: [evaluation, followUp],
        weeklyHours: daily(['mon', 'wed'], ['08:00', '12:00'], ['13:00', '17:00']),
      },
      {
        location: harbor,
        services: [evaluation, followUp],
        weeklyHours: [
          ...daily(['thu'], ['09:00', '13:00'], ['14:00', '18:00']),
          ...daily(['fri'], ['09:00', '12:30'], ['13:00', '16:00']),
        ],
      },
    ],
    exceptions: [
      { inDays: 15, hours: [] },
      { inDays: 16, hours: [] },
    ],
  },
  {
    name: 'Jonah Weiss, DPT',
    specialty: 'Exercise at home',
    shifts: [
      {
        location: riverside,
        services: [video],
        weeklyHours: [
          ...daily(['tue', 'wed', 'thu', 'fri'], ['11:00', '15:00'], ['16:00', '19:00']),
          ...daily(['sun'], ['10:00', '14:00']),
        ],
      },
    ],
    exceptions: [],
  },
];

/** A visit that is in the book when the demo opens. */
export interface DemoVisit {
  readonly service: string;
  /** 0 is today, as far as a time is left. */
  readonly inDays: number;
  readonly patient: PatientInput;
}

const person = (given: string, family: string, birthDate: string, line: string, language = 'en'): PatientInput => ({
  given,
  family,
  birthDate,
  phone: `(555) 010-${line}`,
  email: `${given}.${family}@example.org`
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z.@]/g, ''),
  language,
});

export const demoVisits: readonly DemoVisit[] = [
  { service: evaluation, inDays: 0, patient: person('Dana', 'Whitfield', '1984-03-12', '1201') },
  { service: followUp, inDays: 0, patient: person('Óscar', 'Delgado', '1971-11-02', '1202', 'es') },
  { service: followUp, inDays: 0, patient: person('Ingrid', 'Solberg', '1959-06-25', '1203') },
  { service: video, inDays: 0, patient: person('Priya', 'Raman', '1993-01-17', '1204') },
  { service: followUp, inDays: 1, patient: person('Walter', 'Kim', '1948-09-30', '1205') },
  { service: evaluation, inDays: 1, patient: person('Leïla', 'Haddad', '1989-07-08', '1206') },
  { service: video, inDays: 1, patient: person('Samuel', 'Osei', '2001-04-21', '1207') },
  { service: followUp, inDays: 2, patient: person('Nora', 'Fitzgerald', '1966-12-05', '1208') },
  { service: evaluation, inDays: 2, patient: person('Mateo', 'Rossi', '1978-02-14', '1209') },
  { service: followUp, inDays: 3, patient: person('Hannah', 'Becker', '1997-10-11', '1210') },
  { service: evaluation, inDays: 4, patient: person('Yusuf', 'Demir', '1955-05-19', '1211') },
  { service: followUp, inDays: 5, patient: person('Alice', 'Nakamura', '1982-08-27', '1212') },
];

/** These come to the next class together. */
export const demoClass: { readonly service: string; readonly patients: readonly PatientInput[] } = {
  service: backClass,
  patients: [
    person('Ruth', 'Lindgren', '1962-01-30', '1213'),
    person('Peter', 'Novak', '1974-04-04', '1214'),
    person('Chidi', 'Eze', '1990-09-09', '1215'),
  ],
};
