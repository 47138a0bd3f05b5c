import type { EndpointName, Policy } from '@openprm/contract/policies';

/** What a row's policy says that is seen from outside; its words in the documents are not. */
type Column = Exclude<keyof Policy, 'summary' | 'tag'>;

/** One column of a row that is not as it was declared. */
export interface ChangedPolicy {
  readonly row: EndpointName;
  /** What the server has in place of what is declared. */
  readonly served?: Partial<Record<Column, unknown>>;
  /** What is declared in place of what the server has, for what only documents and tests read. */
  readonly declared?: Partial<Record<Column, unknown>>;
  /** Whose cell shows it, and what it says. */
  readonly as: string;
  readonly shows: RegExp;
}

const visit = { what: 'appointment', at: 'params.id' } as const;

/**
 * For each column of a policy some rows in which it was changed: the matrix must see each. A row stands once, so that all are looked at in one run; a column that is new
 * does not compile until it is here.
 */
export const changedPolicies: Readonly<Record<Column, readonly ChangedPolicy[]>> = {
  access: [
    { row: 'listOrganizations', served: { access: ['publishable', 'secret', 'staff'] }, as: 'visitor', shows: /./ },
    { row: 'getPatient', served: { access: ['secret'] }, as: 'clinician', shows: /^declared 200/ },
  ],
  scope: [
    {
      row: 'updateLocation',
      served: { scope: 'clinic:read' },
      as: 'key for clinic:read',
      shows: /^declared permission-denied/,
    },
    { row: 'erasePatient', served: { scope: 'patients:write' }, as: 'front-desk', shows: /./ },
  ],
  own: [
    { row: 'getAppointmentCalendar', served: { own: 'nothing' }, as: 'somebody else', shows: /./ },
    { row: 'cancelAppointment', served: { own: 'nothing' }, as: "somebody else's token", shows: /./ },
    { row: 'declineWaitlistOffer', served: { own: 'nothing' }, as: "somebody else's waitlist link", shows: /./ },
    { row: 'putResponseAttachment', served: { own: 'nothing' }, as: "somebody else's survey link", shows: /./ },
    { row: 'endOwnSessions', served: { own: 'nothing' }, as: 'proxy who may read', shows: /./ },
    { row: 'endOneSession', served: { own: 'nothing' }, as: 'somebody else', shows: /./ },
    { row: 'renewHold', served: { own: 'credential' }, as: 'proxy who may read', shows: /./ },
    { row: 'revokeAppointmentAccess', served: { own: { ...visit, at: 'body.id' } }, as: 'somebody else', shows: /./ },
  ],
  phi: [
    { row: 'listAppointments', served: { phi: [] }, as: 'volunteer', shows: /^volunteer sees family/ },
    { row: 'getAppointment', served: { phi: [] }, as: 'secret key', shows: /^it leaves no audit row/ },
    {
      row: 'listLocations',
      served: { phi: ['response.data[].name'] },
      as: 'secret key',
      shows: /^it leaves an audit row/,
    },
  ],
  isAudited: [
    { row: 'listConsents', served: { isAudited: false }, as: 'front-desk', shows: /^it leaves no audit row/ },
    { row: 'listHealthcareServices', served: { isAudited: true }, as: 'owner', shows: /^it leaves an audit row/ },
  ],
  visits: [
    {
      row: 'arriveAppointment',
      served: { visits: undefined },
      as: 'volunteer',
      shows: /^volunteer sees for what somebody comes/,
    },
  ],
  purpose: [
    {
      row: 'getQuestionnaireResponse',
      served: { purpose: undefined },
      as: 'secret key',
      shows: /^declared the purpose TREAT/,
    },
    { row: 'listRelatedPersons', served: { purpose: 'TREAT' }, as: 'owner', shows: /^declared the purpose PATADMIN/ },
  ],
  problems: [
    {
      row: 'createSessionFromAssertion',
      declared: { problems: [] },
      as: "another clinic's visitor",
      shows: /which the row does not declare/,
    },
  ],
  cacheSeconds: [
    { row: 'searchSlots', served: { cacheSeconds: 60 }, as: 'visitor', shows: /^declared public, max-age=5/ },
    { row: 'listPractitioners', served: { cacheSeconds: undefined }, as: 'visitor', shows: /^declared public/ },
  ],
  remembers: [
    {
      row: 'createApiKey',
      served: { remembers: undefined },
      as: 'secret key',
      shows: /^declared to be kept for 30 minutes/,
    },
    {
      row: 'searchPatients',
      served: { remembers: undefined },
      as: 'secret key',
      shows: /^declared to be kept for undefined/,
    },
    {
      row: 'createSignInLink',
      served: { remembers: false },
      as: 'secret key',
      shows: /^declared to be kept for 11520/,
    },
  ],
  maxBodyBytes: [
    {
      row: 'putQuestionnaire',
      served: { maxBodyBytes: undefined },
      as: 'secret key',
      shows: /^declared 200, answered 413/,
    },
    {
      row: 'createLocation',
      served: { maxBodyBytes: 100_000 },
      as: 'secret key',
      shows: /^declared at most 65536 bytes/,
    },
  ],
  limits: [
    { row: 'createAppointment', served: { limits: [] }, as: 'visitor', shows: /^declared to count towards bookings/ },
    {
      row: 'createWaitlistEntry',
      served: { limits: ['waitlist-by-key'] },
      as: 'visitor',
      shows: /^declared to count towards/,
    },
    {
      row: 'saveQuestionnaireResponse',
      served: { limits: ['responses-by-address'] },
      as: 'survey link',
      shows: /^declared/,
    },
  ],
  takesEndedLinks: [
    { row: 'decideSurveyMail', served: { takesEndedLinks: undefined }, as: 'expired svl', shows: /^declared 200/ },
    {
      row: 'openSurveyInvitation',
      served: { takesEndedLinks: true },
      as: 'svl of another version',
      shows: /^declared credential-invalid/,
    },
  ],
  gives: [{ row: 'createStaff', declared: { gives: undefined }, as: 'key for staff:write', shows: /^declared 201/ }],
  fresh: [
    {
      row: 'revokeApiKey',
      served: { fresh: undefined },
      as: 'owner who has shown no code lately',
      shows: /^declared reauthentication-required/,
    },
    {
      row: 'endOtherSessions',
      served: { fresh: undefined },
      as: 'person who signed in long ago',
      shows: /^declared reauthentication-required/,
    },
    {
      row: 'listStaff',
      served: { fresh: true },
      as: 'owner who has shown no code lately',
      shows: /^declared 200, answered 403/,
    },
  ],
  feed: [{ row: 'streamEvents', served: { feed: undefined }, as: 'secret key', shows: /./ }],
};
