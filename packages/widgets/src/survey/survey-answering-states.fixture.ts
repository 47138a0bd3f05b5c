import type { SurveyEvent } from './events-and-commands.ts';
import type { Telling } from './safety-answers.ts';
import {
  everything,
  experienceForm,
  type FormJson,
  type KindForm,
  kindForms,
  paperOf,
  progressOf,
  withUnknown,
} from './survey-forms.fixture.ts';
import type { SavingStatus, Upload } from './survey-state.ts';
import {
  answered,
  banner,
  beginning,
  branched,
  chosen,
  failed,
  failures,
  forms,
  help,
  helped,
  helpSaved,
  type Kind,
  next,
  points,
  saved,
  savedInPeace,
  seen,
  type StillEvent,
  type SurveyStateFixture,
  titles,
  typed,
  yes,
} from './survey-states-ways.fixture.ts';

/** While questions are asked. */
export type AnsweringStateName =
  | `answering: ${KindForm}`
  | `answering: ${KindForm}, answered`
  | `answering: saving ${SavingStatus['status']}`
  | `answering: failure ${Kind}`
  | 'answering: problems'
  | `answering: file ${Upload['status']['status']}`
  | 'answering: unknown item'
  | 'answering: saved'
  | 'answering: kept on this device'
  | 'answering: an uncertain number of questions'
  | 'answering: a page with everything'
  | 'answering: a page with problems'
  | 'answering: another language'
  | `answering: help ${Telling}`
  | 'answering: help elsewhere'
  | 'answering: changed from the review';

/** What is answered in the form of a kind; nothing where there is nothing to answer. */
const answers: Readonly<Record<KindForm, readonly SurveyEvent[]>> = {
  boolean: [yes('/0')],
  scale: [points('/0', 9)],
  radios: [chosen(forms.radios, 'side', '/0', 1)],
  checkboxes: [chosen(forms.checkboxes, 'when', '/0', 0), chosen(forms.checkboxes, 'when', '/0', 1)],
  list: [chosen(forms.list, 'month', '/0', 3)],
  search: [{ type: 'searched', key: '/0', text: 'number 4' }, chosen(forms.search, 'drug', '/0', 40)],
  'own words': [chosen(forms['own words'], 'sport', '/0', 0), { ...typed('/0', 'Judo'), at: 1 } as SurveyEvent],
  number: [{ type: 'typed', key: '/0', at: 0, text: '42', value: { type: 'integer', value: 42 } }],
  slider: [{ type: 'answered', key: '/0', values: [{ type: 'decimal', value: 63 }] }],
  date: [typed('/0', '2026-11-02', 'date')],
  dateTime: [{ ...typed('/0', '2026-11-02T10:30:00-06:00', 'dateTime'), text: '2026-11-02T10:30' } as SurveyEvent],
  time: [typed('/0', '10:30:00', 'time')],
  line: [typed('/0', 'stiff')],
  url: [typed('/0', 'https://example.org', 'uri')],
  text: [typed('/0', 'I slipped.\nIt was icy.')],
  'several lines': [typed('/0', 'Dr. Okafor'), { type: 'entry-added', key: '/0' }],
  quantity: [
    {
      type: 'typed',
      key: '/0',
      at: 0,
      text: '70.5',
      value: { type: 'Quantity', value: { value: 70.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' } },
    },
  ],
  attachment: [
    {
      type: 'answered',
      key: '/0',
      values: [{ type: 'Attachment', value: { contentType: 'image/png', title: 'knee-left.png', size: 81_000 } }],
    },
  ],
  inert: [],
  display: [],
  group: [chosen(forms.group, 'side', '/0:0/1', 1)],
  repeats: [typed('/0:0/2', '2026-10-01', 'date'), { type: 'entry-added', key: '/0' }],
  matrix: [chosen(forms.matrix, 'row-0', '/0:0/1', 0), chosen(forms.matrix, 'row-1', '/0:0/2', 2)],
  fixed: [],
};

/** What has the focus where a place was added. */
const addedPlaces: Partial<Readonly<Record<KindForm, string>>> = {
  'several lines': '[id="q/0-1"]',
  repeats: '.instance:nth-of-type(2) input',
};

const kindNames = Object.keys(kindForms) as readonly KindForm[];
const eachKind = <Name extends string>(name: (kind: KindForm) => Name, make: (kind: KindForm) => SurveyStateFixture) =>
  Object.fromEntries(kindNames.map((kind) => [name(kind), make(kind)])) as Record<Name, SurveyStateFixture>;

const page = (form: FormJson) => beginning(paperOf(form), 'page');
/** A photograph that goes to the clinic by itself. */
const photo = new File(['x'.repeat(81_000)], 'knee-left.png', { type: 'image/png' });
const photoChosen: SurveyEvent = { type: 'file-chosen', key: '/0', file: photo };
const asksForPhoto = beginning(paperOf(forms.attachment), 'question', progressOf(1));
const photoFailed: readonly SurveyEvent[] = [
  ...asksForPhoto,
  photoChosen,
  { type: 'file-failed', key: '/0', file: photo, failure: failed('connection') },
];
const photoRow = '[id="q/0-file-0"]';

const toldWords = `${help} The clinic has your answer, and its staff were alerted. They may not see it at once: if it is urgent, call.`;
const failedWords = `${help} Your answer has not reached the clinic. Nobody there knows of it yet. We keep trying; please call if you need help.`;

/** The device keeps the answers as they are then. */
const keptHere: StillEvent = (state) => {
  if (state.step !== 'answering') throw new Error('Nothing is answered.');
  return { type: 'draft-kept', form: state.form };
};

/** How what could not be sent is called. */
export const sendingTitles: Readonly<Record<Kind, string>> = {
  ...titles,
  configuration: 'Your answers cannot be sent from here.',
};

/** Every state in which questions are asked. */
export const answeringStates: Readonly<Record<AnsweringStateName, SurveyStateFixture>> = {
  ...eachKind(
    (kind): `answering: ${KindForm}` => `answering: ${kind}`,
    (kind) => seen(beginning(paperOf(forms[kind]))),
  ),
  ...eachKind(
    (kind): `answering: ${KindForm}, answered` => `answering: ${kind}, answered`,
    (kind) =>
      answers[kind].length === 0
        ? seen(beginning(paperOf(forms[kind])))
        : seen([...beginning(paperOf(forms[kind])), ...answers[kind]], '', addedPlaces[kind] ?? null),
  ),
  'answering: saving idle': seen(branched),
  'answering: saving saving': seen([...answered, next]),
  'answering: saving failed': seen(
    [...answered, next, { type: 'save-failed', failure: failed('connection') }],
    '',
    null,
  ),
  ...(Object.fromEntries(
    failures.map((kind) => [
      `answering: failure ${kind}`,
      seen(
        [...beginning(paperOf(forms.boolean)), yes('/0'), next, { type: 'save-failed', failure: failed(kind) }],
        sendingTitles[kind],
        banner,
      ),
    ]),
  ) as Record<`answering: failure ${Kind}`, SurveyStateFixture>),
  'answering: problems': seen([...branched, next], '', '#problems'),
  'answering: file waiting': seen(
    [...beginning(paperOf(forms.attachment)), photoChosen],
    'Sending knee-left.png…',
    photoRow,
  ),
  'answering: file sending': seen([...asksForPhoto, photoChosen], 'Sending knee-left.png…', photoRow),
  'answering: file failed': seen(photoFailed, 'knee-left.png was not sent.', null),
  'answering: file refused': seen(
    [...asksForPhoto, { type: 'file-chosen', key: '/0', file: new File(['x'], 'knee.txt', { type: 'text/plain' }) }],
    'knee.txt was not sent.',
    photoRow,
  ),
  'answering: file sent': seen(
    [
      ...asksForPhoto,
      photoChosen,
      {
        type: 'file-sent',
        key: '/0',
        file: photo,
        attachment: { contentType: 'image/png', title: photo.name, size: photo.size, url: '/v1/a-file' },
      },
    ],
    'knee-left.png has arrived.',
    null,
  ),
  'answering: unknown item': seen(beginning(paperOf(withUnknown))),
  'answering: saved': seen([...answered, next, saved(1)], '', null),
  'answering: kept on this device': seen(
    [...answered, next, { type: 'save-failed', failure: failed('connection') }, keptHere],
    '',
    null,
  ),
  'answering: an uncertain number of questions': seen(branched),
  'answering: a page with everything': seen(page(everything)),
  'answering: a page with problems': seen([...page(everything), next], '', '#problems'),
  'answering: another language': seen(beginning(paperOf({ ...experienceForm, language: 'fr' }))),
  'answering: help sending': seen(
    helped,
    `${help} Your answer is on its way to the clinic. Nobody has been told yet.`,
    null,
  ),
  'answering: help told': seen(helpSaved, toldWords, null),
  'answering: help not-told': seen(
    [...helped, { type: 'save-failed', failure: failed('connection') }],
    failedWords,
    null,
  ),
  'answering: help stopped': seen(
    [...helped, { type: 'save-failed', failure: failed('configuration') }],
    `${help} Your answer has not reached the clinic. Nobody there knows of it. Please call if you need help.`,
    null,
  ),
  'answering: help unconfirmed': seen(
    [...helped, saved(1)],
    `${help} The clinic has your answers. We cannot say whether anybody there was alerted: please call if you need help.`,
    null,
  ),
  'answering: help elsewhere': seen([...helpSaved, next], toldWords),
  'answering: changed from the review': seen([...savedInPeace, { type: 'question-chosen', key: '/1' }]),
};
