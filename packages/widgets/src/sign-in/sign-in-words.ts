import type { ProxiedPatient, Session } from '@openprm/sdk';
import type { SignInMessages } from '../locales/sign-in/messages.ts';
import { dateOrder, writeBirthDate } from '../ui/birth-date.ts';
import { failureWords } from './failure-words.ts';
import type { SignInContext } from './sign-in-context.ts';
import type { AddressState, BirthDateState, CodeState, News, SignedInState, SignInState } from './sign-in-state.ts';

/** Given and family name, as one. */
export const fullName = ({ given, family }: { readonly given: string; readonly family: string }): string =>
  `${given} ${family}`.trim();

/** Whom the session is of: their name, else the address that was verified. */
export const personName = ({ patient, email }: Session): string | null => (patient ? fullName(patient) : email);

/** The name of the other for whom somebody acts; null for oneself. */
export function actingForName({ session, actingFor }: SignedInState): string | null {
  const other = session.actsFor.find(({ patientId }) => patientId === actingFor);
  return other ? fullName(other) : null;
}

/** What the patient is to the person who acts: the relationship is told the other way round (the parent's is PRN, so the patient is a child). */
export function relationshipWords(relationship: ProxiedPatient['relationship'], messages: SignInMessages): string {
  switch (relationship) {
    case 'ONESELF':
      return messages.yourself;
    case 'PRN':
      return messages.yourChild;
    case 'CHILD':
      return messages.yourParent;
    case 'SPS':
      return messages.yourSpouse;
    case 'SIB':
      return messages.yourSibling;
    case 'FAMMEMB':
      return messages.yourFamily;
    case 'FRND':
      return messages.yourFriend;
    case 'GUARD':
    case 'POWATT':
    case 'unknown':
      return messages.inYourCare;
  }
}

/** Why somebody is asked to sign in again. */
export function newsWords(news: News, messages: SignInMessages): string {
  switch (news) {
    case 'signed-out':
      return messages.newsSignedOut;
    case 'signed-out-here':
      return messages.newsSignedOutHere;
    case 'idle':
      return messages.newsIdle;
    case 'ended':
      return messages.newsEnded;
  }
}

/** What is wrong with what was typed; empty when nothing is. */
export function problemWords(
  state: AddressState | CodeState | BirthDateState,
  { messages, number, locale }: Pick<SignInContext, 'messages' | 'number' | 'locale'>,
): string {
  switch (state.step) {
    case 'address':
      switch (state.problem?.kind) {
        case 'missing':
          return messages.problemEmailMissing;
        case 'email':
          return messages.problemEmail;
        case undefined:
          return '';
      }
      break;
    case 'code':
      switch (state.problem?.kind) {
        case 'missing':
          return messages.problemCodeMissing(number(state.request.digits));
        case 'wrong':
          return messages.problemCodeWrong(state.triesLeft, number(state.triesLeft));
        case 'expired':
          return messages.problemCodeExpired;
        case 'exhausted':
          return messages.problemCodeExhausted;
        case undefined:
          return '';
      }
      break;
    case 'birth-date':
      switch (state.problem?.kind) {
        case 'missing':
          return messages.problemBirthDateMissing;
        case 'birth-date':
          return messages.problemBirthDate(exampleDate(locale));
        case 'birth-date-range':
          return messages.problemBirthDateRange;
        case 'not-found':
          return messages.notFoundTitle;
        case undefined:
          return '';
      }
  }
  return '';
}

/** The 31st of a month shows by itself which part is the day. */
const exampleDate = (locale: string) => writeBirthDate('1985-03-31', dateOrder(locale));

/** What a screen reader is told of a state, once: beside what takes the focus. */
export function announcementOf(
  state: SignInState,
  context: Pick<SignInContext, 'messages' | 'number' | 'locale'>,
): string {
  const { messages } = context;
  if ('idle' in state && state.idle === 'ending') return `${messages.endingTitle} ${messages.endingText}`;
  if ('sending' in state && state.sending.status === 'failed')
    return failureWords(state.sending.failure, context).title;
  switch (state.step) {
    case 'closed':
      return '';
    case 'opening':
      return state.failure ? failureWords(state.failure, context).title : messages.loading;
    case 'unsupported':
      return messages.unsupportedTitle;
    case 'link':
      if (state.isDead) return messages.linkDeadTitle;
      return state.sending.status === 'sending' ? messages.openingLink : '';
    case 'address':
      if (state.sending.status === 'sending') return messages.sendingCode;
      return state.problem ? problemWords(state, context) : state.news ? newsWords(state.news, messages) : '';
    case 'code':
      if (state.sending.status === 'sending') return messages.checkingCode;
      if (state.resend === 'sending') return messages.sendingCode;
      return state.problem ? problemWords(state, context) : state.isResent ? messages.codeResent : '';
    case 'birth-date':
      return state.sending.status === 'sending' ? messages.findingRecords : problemWords(state, context);
    case 'whom':
      return '';
    case 'signed-in':
      return state.leaving === 'sending' ? messages.signingOut : '';
  }
}
