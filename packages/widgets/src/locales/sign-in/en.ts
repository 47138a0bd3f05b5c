import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

/** English texts of signing in. Every other language has exactly these keys: a missing one is a type error. */
export const en = {
  loading: 'Loading…',
  tryAgain: 'Try again',

  signInTitle: 'Sign in',
  signInText: 'We send a code to your e-mail. There is no password.',
  signInPrivacy: 'What you type here goes to the clinic and to nobody else.',
  email: 'E-mail',
  sendCode: 'Send me a code',
  sendingCode: 'Sending the code…',
  problemEmailMissing: 'Enter your e-mail address',
  problemEmail: 'Enter a full address, for example dana@example.org',

  codeTitle: 'Enter the code',
  codeText: (email: string, digits: string) =>
    `A mail with a code of ${digits} digits is on its way to ${email}. The code works on this page only, and not for long.`,
  code: 'Code from the mail',
  signIn: 'Sign in',
  checkingCode: 'Checking the code…',
  otherAddress: 'Use another address',
  resend: 'Send a new code',
  resendSoon: 'No mail yet? You can ask for a new code in half a minute.',
  resendHint: 'No mail? Look into your spam folder. Only a few codes an hour go to one address.',
  codeResent: 'A new code is on its way. Older codes no longer work here.',
  problemCodeMissing: (digits: string) => `Enter the ${digits} digits of the code`,
  problemCodeWrong: (tries: number, digits: string) =>
    plural(tries, {
      one: 'That code is not right. One try is left.',
      other: `That code is not right. ${digits} tries are left.`,
    }),
  problemCodeExpired: 'That code is no longer good.',
  problemCodeExhausted: 'That code was tried too often.',
  codeOverText: 'Please ask for a new one.',

  birthDateTitle: 'Find your records',
  birthDateText: 'Families share addresses. Your date of birth tells which records are yours.',
  birthDate: 'Date of birth',
  dateParts: { year: 'YYYY', month: 'MM', day: 'DD' },
  findRecords: 'Find my records',
  findingRecords: 'Looking for your records…',
  skip: 'Go on without',
  problemBirthDateMissing: 'Enter your date of birth',
  problemBirthDate: (example: string) => `Enter a date that exists, for example ${example}`,
  problemBirthDateRange: 'Enter a date of birth in the past',
  notFoundTitle: 'We found no records with this date.',
  notFoundText: 'Please look at the date again. If it is right, the clinic may have another address of yours: call it.',

  whomTitle: 'Whose records?',
  yourself: 'Yourself',
  yourChild: 'Your child',
  yourParent: 'Your parent',
  yourSpouse: 'Your spouse',
  yourSibling: 'Your brother or sister',
  yourFamily: 'Your family',
  yourFriend: 'Your friend',
  inYourCare: 'In your care',

  signedIn: 'Signed in',
  signedInAs: (name: string) => `Signed in as ${name}`,
  actingFor: (name: string) => `For ${name}`,
  changeWhom: 'Change',
  signOut: 'Sign out',
  signingOut: 'Signing out…',
  endingTitle: 'Are you still there?',
  endingText: 'Nothing has happened here for a while. You will be signed out in two minutes.',
  stay: 'Stay signed in',
  newsSignedOut: 'You are signed out.',
  newsSignedOutHere:
    'You are signed out on this page. The clinic could not be told; it will end the session by itself.',
  newsIdle: 'You were signed out because nothing happened here for a while.',
  newsEnded: 'Your session has ended. Please sign in again.',

  linkTitle: 'Your link from the clinic',
  linkText: 'It signs you in once, on this device.',
  openLink: 'Continue',
  openingLink: 'Signing you in…',
  linkDeadTitle: 'This link no longer works.',
  linkDeadText: 'It was used before, or it is too old.',
  codeInsteadText: 'You can sign in with a code by e-mail.',
  codeInstead: 'Use a code instead',
  askForLink: 'Please ask the clinic for a new link.',

  unsupportedTitle: 'Nobody can sign in on this page.',
  unsupportedText: 'The page would need a secure connection (https). Please call the clinic.',
  connectionTitle: 'No connection to the clinic.',
  connectionText: 'Please check your internet connection, then try again.',
  serverTitle: 'Something went wrong at the clinic.',
  serverText: 'Please try again in a moment.',
  rateLimitedTitle: 'That was tried too often.',
  rateLimitedText: 'Please wait a while, then try again.',
  rateLimitedWait: (minutes: number, digits: string) =>
    plural(minutes, {
      one: 'Please wait for one minute, then try again.',
      other: `Please wait for ${digits} minutes, then try again.`,
    }),
  rateLimitedHours: (hours: number, digits: string) =>
    plural(hours, {
      one: 'Please wait for one hour, then try again.',
      other: `Please wait for ${digits} hours, then try again.`,
    }),
  configurationTitle: 'Nobody can sign in here at the moment.',
  configurationText: 'Please call the clinic.',
};
