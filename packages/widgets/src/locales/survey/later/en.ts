import { pluralOf } from '../../plural.ts';

const plural = pluralOf('en');

/** English texts of the questions and all after them. */
export const en = {
  overAnsweredTitle: 'You have answered these questions already.',
  overAnsweredText: 'There is nothing more to do. Thank you.',
  overLinkTitle: 'This link works no more.',
  overLinkText:
    'It has expired or was replaced by a newer one. Please ask the clinic if you would still like to answer.',
  overMissingTitle: 'These questions are not asked any more.',
  overMissingText: 'The survey has ended, or its address is wrong.',
  overPersonalTitle: 'These questions are answered by a personal link.',
  overPersonalText: 'Please open the link in the message that the clinic sent you.',
  serverTitle: 'Something went wrong at the clinic.',
  serverText: 'Please try again in a moment.',
  rateLimitedTitle: 'That was tried too often.',
  rateLimitedText: 'Please wait a few minutes and try again.',
  callClinic: (telephone: string) => `You can also call ${telephone}.`,
  back: 'Back',
  sending: 'Sending…',
  toReview: 'Back to all answers',
  clear: 'Take this answer back',
  choose: 'Choose…',
  otherAnswerOr: 'Or in your own words',
  search: 'Search',
  searchHint: 'Type a few letters of what you look for.',
  optionsShown: (shown: string, all: string) => `${shown} of ${all} shown`,
  noOption: 'Nothing fits what you typed.',
  unit: 'Unit',
  unitOf: (question: string) => `Unit: ${question}`,
  notAnswered: 'Not answered',
  notMoved: 'Not answered yet. Move the handle to answer.',
  nthAnswer: (nth: string) => `Answer ${nth}`,
  addAnswer: 'Add another answer',
  removeAnswer: (nth: string) => `Remove answer ${nth}`,
  remove: 'Remove',
  instance: (nth: string) => `No. ${nth}`,
  addInstance: (title: string) => `Add another: ${title}`,
  removeInstance: (nth: string) => `Remove no. ${nth}`,
  removeFile: (name: string) => `Remove the file ${name}`,
  fileSize: (size: string) => `${size} kB`,
  fileMegabytes: (size: string) => `${size} MB`,
  fileLimit: (size: string) => `Up to ${size}.`,
  fileSending: (name: string) => `Sending ${name}…`,
  fileArrived: (name: string) => `${name} has arrived.`,
  fileFailed: (name: string) => `${name} was not sent.`,
  fileNotSent: 'Not sent',
  fileNotTaken: 'Not taken by the clinic’s system',
  retryFile: (name: string) => `Try again: ${name}`,
  fileKinds: { image: 'pictures', audio: 'sound recordings', video: 'videos' },
  fileTypes: (types: string) => `Allowed: ${types}`,
  charactersAtMost: (count: number, digits: string) =>
    plural(count, { one: 'One character at most', other: `Up to ${digits} characters` }),

  brokenTitle: 'A part of the form cannot be shown.',
  brokenText: 'You can answer all others. For the clinic, its place in the form:',
  inertText: 'This question cannot be answered here. Its place in the form:',
  refusedTitle: 'These questions cannot be shown.',
  refusedText: 'The form has something in it that cannot be read safely. For the clinic, its place in the form:',

  problemsTitle: (count: number, digits: string) =>
    plural(count, { one: 'One answer needs a look:', other: `${digits} answers need a look:` }),
  faults: {
    required: 'Please answer this question.',
    'too-few': (count: number, digits: string) =>
      plural(count, { one: 'Please give at least one answer.', other: `Please give at least ${digits} answers.` }),
    'too-many': (count: number, digits: string) =>
      plural(count, { one: 'Please give one answer only.', other: `Please give ${digits} answers at most.` }),
    'too-short': (count: number, digits: string) =>
      plural(count, {
        one: 'Please write at least one character.',
        other: `Please write at least ${digits} characters.`,
      }),
    'too-long': (count: number, digits: string) =>
      plural(count, {
        one: 'Please write one character at most.',
        other: `Please write ${digits} characters at most.`,
      }),
    'below-min': (limit: string) => `The least that is possible here is ${limit}.`,
    'above-max': (limit: string) => `The most that is possible here is ${limit}.`,
    'too-many-decimals': (count: number, digits: string) =>
      plural(count, {
        zero: 'Please give a whole number.',
        one: 'Please give one digit after the point at most.',
        other: `Please give ${digits} digits after the point at most.`,
      }),
    pattern: 'This is not written as it is asked for.',
    'not-an-option': 'Please choose one of the answers that are offered.',
    exclusive: 'One of these answers rules out all others. Please keep that one, or the others.',
    'file-too-large': (size: string) => `This file is too large. ${size} is the most.`,
    'file-empty': 'This file is empty.',
    'file-unsent': 'A file was not sent. Try again, or remove it.',
    'file-type': (types: string) => `This kind of file is not taken. Allowed: ${types}`,
    number: 'Please write a number, such as 12 or 12.5.',
    whole: 'Please write a whole number, such as 12.',
    unit: 'Please choose the unit of this number.',
    readings: (numbers: string) => `Please write ${numbers}, so that it can be read in one way only.`,
    date: 'Please give a whole date.',
    url: 'Please write a whole address, such as https://example.org.',
    other: 'This cannot be read as an answer.',
  },

  savedAtClinic: 'Saved at the clinic',
  notSaved: 'Not saved yet',
  keptHere: 'Not saved at the clinic yet, kept on this device',
  keepOpen: 'Your answers are on this page. Keep it open: they are sent as soon as that works.',
  failedWhole: 'Your answers were not sent, as far as we know. They are still here.',
  cannotSendTitle: 'Your answers cannot be sent from here.',
  tooLargeTitle: 'That is more than can be sent at once.',
  tooLargeText: 'Please shorten a long text or remove a file.',
  validationTitle: 'The clinic’s system does not take these answers.',
  validationText: 'They are still here. Please tell the clinic.',

  reviewTitle: 'Your answers',
  reviewText: 'Nothing is final before you send it.',
  change: 'Change',
  changeOf: (question: string) => `Change: ${question}`,

  conflictTitle: 'These questions were also answered somewhere else.',
  conflictText: 'Perhaps by you, in another window or on another device. Which answers shall stay?',
  keepOwn: 'The answers on this page',
  takeOther: 'The other answers',

  helpTitle: 'You do not have to be alone with this.',
  helpText: 'If you are in danger, or might hurt yourself, get help now.',
  callEmergency: (telephone: string) => `Emergency: call ${telephone}`,
  callCrisis: (telephone: string) => `Someone to talk to, at any hour: call ${telephone}`,
  callTheClinic: (telephone: string) => `The clinic: call ${telephone}`,
  tellingSending: 'Your answer is on its way to the clinic. Nobody has been told yet.',
  tellingTold:
    'The clinic has your answer, and its staff were alerted. They may not see it at once: if it is urgent, call.',
  tellingFailed:
    'Your answer has not reached the clinic. Nobody there knows of it yet. We keep trying; please call if you need help.',
  tellingStopped: 'Your answer has not reached the clinic. Nobody there knows of it. Please call if you need help.',
  tellingSignedOut:
    'Your answer has not reached the clinic. Nobody there knows of it. Sign in again to send it; please call if you need help.',
  tellingUnknown:
    'If you said there that you may not be safe, nobody at the clinic may know of it. Please call if you need help.',
  tellingUnconfirmed:
    'The clinic has your answers. We cannot say whether anybody there was alerted: please call if you need help.',

  lateTitle: 'These questions were answered and sent before.',
  lateText: 'What was answered or changed on this page since then has not reached the clinic.',
  lateOnDevice:
    'This device has kept answers that the clinic has not confirmed. If they differ from what was sent, they have not reached it, and can be sent no more.',

  sentTitle: 'Thank you. Your answers have arrived.',
  sentText: 'That is all. You can close this page.',
  sentSafetyTitle: 'Your answers have arrived.',
};
