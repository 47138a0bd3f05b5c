import { invitationDays } from '../staff/staff-repository.ts';

/** Subject and plain text. */
export interface StaffMailText {
  readonly subject: string;
  readonly text: string;
}

/** Minutes that a sign-in waits for its second factor. */
export const signInMinutes = 10;

/** The mail with an invitation's link. */
export const invitationMailText = (facts: {
  readonly name: string;
  readonly clinic: string;
  readonly link: string;
  /** Where this person signs in from then on. */
  readonly signInAddress: string;
}): StaffMailText => ({
  subject: `Your account at ${facts.clinic}`,
  text: [
    `Hello ${facts.name},`,
    '',
    `${facts.clinic} has an account for you. Open this link to choose a password and to set up your authenticator app:`,
    facts.link,
    '',
    `It is good for ${invitationDays} days and for one person. Do not pass it on.`,
    '',
    `From then on you sign in at ${facts.signInAddress}`,
    'If you do not know what this is about, do nothing.',
    '',
  ].join('\n'),
});

/** The mail with a code. The subject, which a locked screen shows, does not have it. */
export const codeMailText = ({ clinic, code }: { readonly clinic: string; readonly code: string }): StaffMailText => ({
  subject: `Signing in at ${clinic}`,
  text: [
    `Your code is ${code}`,
    '',
    `It is good for ${signInMinutes} minutes and once. Nobody from the clinic will ever ask you for it.`,
    'If you are not signing in just now, somebody knows your password: tell the owner of the account.',
    '',
  ].join('\n'),
});

/** The mail that says that the password is another one: whoever did not change it learns of it (OWASP ASVS 5.0, 6.3.7). */
export const passwordChangedMailText = ({ clinic }: { readonly clinic: string }): StaffMailText => ({
  subject: `Your password at ${clinic} was changed`,
  text: [
    `The password of your account at ${clinic} was changed, and you are signed out on every other device.`,
    '',
    'If it was not you, ask the owner of the account to reset your sign-in now.',
    '',
  ].join('\n'),
});

/** The mail that says that somebody has the password and not the second factor (OWASP ASVS 5.0, 6.3.5). */
export const codesRefusedMailText = (facts: {
  readonly clinic: string;
  readonly signInAddress: string;
}): StaffMailText => ({
  subject: `Wrong codes at your account at ${facts.clinic}`,
  text: [
    `Five wrong codes were typed today for your account at ${facts.clinic}, after your password or while you were signed in. Nobody has come in by them.`,
    '',
    'If it was not you, somebody knows your password. Sign in and change it (below your name: Change your password), or ask the owner of the account to reset your sign-in:',
    facts.signInAddress,
    '',
    'You are told this once a day at most.',
    '',
  ].join('\n'),
});
