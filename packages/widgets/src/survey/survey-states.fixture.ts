import { compileQuestionnaire, type JsonObject, type Option, resumeForm, startForm } from '@openprm/questionnaire';
import type { SurveyEvent } from './events-and-commands.ts';
import {
  branching,
  everything,
  experienceForm,
  formOf,
  type KindForm,
  kindForms,
  paperOf,
  progressOf,
  type FormJson,
  safetyPaper,
  told,
  withUnknown,
} from './survey-forms.fixture.ts';
import type { ResponseProgress, SurveyMode, SurveyPaper } from './survey-paper.ts';
import type { Failure, OverReason, SavingStatus, SurveySetting, SurveyState, Upload } from './survey-state.ts';
import type { Telling } from './safety-answers.ts';

/** One state of the element, with the way to it. */
export interface SurveyStateFixture {
  readonly events: readonly SurveyEvent[];
  /** What has the focus after the last event, as a selector; null where it stays where it was. */
  readonly focus: string | null;
  /** What the live region says of it, in English. */
  readonly hears: string;
}

type Kind = Failure['kind'];

/** Names every state that somebody can see: the steps with each of their words, and what differs by data. A new step, reason, kind or mode is a new name. */
export type SurveyStateName =
  | Exclude<SurveyState['step'], 'over' | 'intro' | 'answering' | 'review' | 'sent' | 'opening' | 'closed'>
  | 'opening: loading'
  | `opening: failure ${Exclude<Kind, 'too-large' | 'validation'>}`
  | `over: ${OverReason}`
  | `intro: ${SurveyMode}`
  | 'intro: starting'
  | 'intro: failed'
  | 'intro: goes on'
  | `answering: ${KindForm}`
  | `answering: ${KindForm}, answered`
  | `answering: saving ${SavingStatus['status']}`
  | `answering: failure ${Kind}`
  | 'answering: problems'
  | `answering: file ${Upload['status']['status']}`
  | 'answering: unknown item'
  | 'answering: saved'
  | 'answering: an uncertain number of questions'
  | 'answering: a page with everything'
  | 'answering: a page with problems'
  | 'answering: another language'
  | `answering: help ${Telling}`
  | 'answering: help elsewhere'
  | 'review: ready'
  | 'review: sending'
  | `review: failure ${Kind}`
  | 'answering: changed from the review'
  | 'sent: plainly'
  | 'conflict: with help'
  | `sent: after help, ${'told' | 'unconfirmed'}`;

/** Opens a survey and reads its form. */
export function beginning(
  paper: SurveyPaper,
  pace: SurveySetting['pace'] = 'question',
  progress: ResponseProgress | null = null,
): readonly SurveyEvent[] {
  return [...introduced(paper, pace, progress), prepared(paper.questionnaire, progress), { type: 'start-asked' }];
}

const introduced = (
  paper: SurveyPaper,
  pace: SurveySetting['pace'] = 'question',
  progress: ResponseProgress | null = null,
): readonly SurveyEvent[] => [
  { type: 'opened', setting: { pace, hasLink: paper.mode !== 'anonymous' } },
  { type: 'loaded', paper, progress },
];

/** What comes of reading a form. */
export function prepared(questionnaire: JsonObject, progress: ResponseProgress | null = null): SurveyEvent {
  const compiled = compileQuestionnaire(questionnaire);
  if (compiled.status === 'refused') return { type: 'form-refused', issue: compiled.issue };
  const { plan } = compiled;
  const form = progress?.response ? resumeForm(plan, progress.response).state : startForm(plan);
  return { type: 'prepared', plan, form };
}

const failed = (kind: Kind): Failure => ({ kind });
const next: SurveyEvent = { type: 'next-asked' };
const seen = (events: readonly SurveyEvent[], hears = '', focus: string | null = '#heading'): SurveyStateFixture => ({
  events,
  focus,
  hears,
});
const banner = '.notice-title';
const yes = (key: string): SurveyEvent => ({ type: 'answered', key, values: [{ type: 'boolean', value: true }] });
const points = (key: string, value: number): SurveyEvent => ({
  type: 'answered',
  key,
  values: [{ type: 'integer', value }],
});
const typed = (
  key: string,
  text: string,
  type: 'string' | 'date' | 'time' | 'dateTime' | 'uri' = 'string',
): SurveyEvent => ({
  type: 'typed',
  key,
  at: 0,
  text,
  value: { type, value: text },
});

/** The option of a place of a question. */
export function option(questionnaire: JsonObject, linkId: string, at: number): Option {
  const compiled = compileQuestionnaire(questionnaire);
  if (compiled.status === 'refused') throw new Error('the form is refused');
  const found = compiled.plan.items[compiled.plan.byLinkId.get(linkId) ?? -1]?.options?.[at];
  if (!found) throw new Error(`no option ${at} of ${linkId}`);
  return found;
}

const chosen = (questionnaire: JsonObject, linkId: string, key: string, at: number): SurveyEvent => ({
  type: 'option-chosen',
  key,
  option: option(questionnaire, linkId, at),
});

const forms = Object.fromEntries(
  Object.entries(kindForms).map(([kind, items]) => [kind, formOf(items)]),
) as unknown as Readonly<Record<KindForm, FormJson>>;

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

/** A form in which another question follows, so that going on leads there and not to the end. */
const branched = beginning(paperOf(branching));
const answered = [...branched, yes('/0')];
const atEnd = [...answered, next, points('/1', 4), next, typed('/2', 'It clicks.')];
const reviewing = [...atEnd, next];
const saved = (version: number, linkIds: readonly string[] = []): SurveyEvent => ({
  type: 'saved',
  kind: 'part',
  progress: progressOf(version, { told: told(...linkIds) }),
});
const savedInPeace = [...reviewing, saved(1)];
const sending: readonly SurveyEvent[] = [...savedInPeace, { type: 'send-asked' }];
const noConnection = 'No connection to the clinic.';
const titles: Readonly<Record<Kind, string>> = {
  connection: noConnection,
  server: 'Something went wrong at the clinic.',
  'rate-limited': 'That was tried too often.',
  configuration: 'These questions cannot be shown here.',
  'too-large': 'That is more than can be sent at once.',
  validation: 'The clinic’s system does not take these answers.',
};
const failures = Object.keys(titles) as readonly Kind[];

const safetyKey = '/0:0/9';
const inDanger = chosen(safetyPaper.questionnaire, 'phq-9-9', safetyKey, 2);
const helped = [...beginning(safetyPaper), inDanger];
const help = 'You do not have to be alone with this. If you are in danger, or might hurt yourself, get help now.';
const helpSaved = [...helped, saved(1, ['phq-9-9'])];
const toldWords = `${help} The clinic has your answer, and its staff were alerted. They may not see it at once: if it is urgent, call.`;
const failedWords = `${help} Your answer has not reached the clinic. Nobody there knows of it yet. We keep trying; please call if you need help.`;

const modes = ['named', 'confidential', 'anonymous', 'unknown'] as const satisfies readonly SurveyMode[];
const reasons = {
  answered: 'You have answered these questions already.',
  'link-ended': 'This link works no more.',
  'not-found': 'These questions are not asked any more.',
  'needs-link': 'These questions are answered by a personal link.',
} as const satisfies Record<OverReason, string>;
const opened: SurveyEvent = { type: 'opened', setting: { pace: 'question', hasLink: true } };
const page = (form: FormJson) => beginning(paperOf(form), 'page');
const partly = progressOf(3, {
  response: {
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    item: [{ linkId: 'hurts', answer: [{ valueBoolean: true }] }],
  },
});
const anonymous = beginning(paperOf(branching, { mode: 'anonymous' }));
const anonymousSending: readonly SurveyEvent[] = [
  ...anonymous,
  { type: 'answered', key: '/0', values: [{ type: 'boolean', value: false }] },
  next,
  next,
  { type: 'send-asked' },
];

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

/** Every state of the element, by name. */
export const surveyStates: Readonly<Record<SurveyStateName, SurveyStateFixture>> = {
  'opening: loading': seen([opened], 'Loading…', null),
  ...(Object.fromEntries(
    failures
      .filter((kind) => kind !== 'too-large' && kind !== 'validation')
      .map((kind) => [
        `opening: failure ${kind}`,
        seen([opened, { type: 'load-failed', failure: failed(kind) }], titles[kind], banner),
      ]),
  ) as Record<`opening: failure ${Exclude<Kind, 'too-large' | 'validation'>}`, SurveyStateFixture>),
  ...(Object.fromEntries(
    Object.entries(reasons).map(([reason, title]) => [
      `over: ${reason}`,
      seen(
        reason === 'needs-link'
          ? [
              { type: 'opened', setting: { pace: 'question', hasLink: false } },
              { type: 'loaded', paper: paperOf(branching), progress: null },
            ]
          : [opened, { type: 'ended', reason: reason as OverReason }],
        title,
        banner,
      ),
    ]),
  ) as Record<`over: ${OverReason}`, SurveyStateFixture>),
  refused: seen(
    [
      ...introduced(paperOf(branching)),
      { type: 'form-refused', issue: { code: 'unknown-modifier', pointer: '/item/0/modifierExtension' } },
    ],
    'These questions cannot be shown.',
    banner,
  ),
  ...(Object.fromEntries(
    modes.map((mode) => [`intro: ${mode}`, seen(introduced(paperOf(experienceForm, { mode })))]),
  ) as Record<`intro: ${SurveyMode}`, SurveyStateFixture>),
  'intro: starting': seen([...introduced(paperOf(branching)), { type: 'start-asked' }], 'Loading…', null),
  'intro: failed': seen([...introduced(paperOf(branching)), { type: 'prepare-failed' }], noConnection, banner),
  'intro: goes on': seen(introduced(paperOf(branching), 'question', partly)),

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
        titles[kind],
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
  'review: ready': seen(reviewing),
  'review: sending': seen(sending, 'Sending…', null),
  ...(Object.fromEntries(
    failures.map((kind) => [
      `review: failure ${kind}`,
      seen([...sending, { type: 'save-failed', failure: failed(kind) }], titles[kind], banner),
    ]),
  ) as Record<`review: failure ${Kind}`, SurveyStateFixture>),
  'answering: changed from the review': seen([...savedInPeace, { type: 'question-chosen', key: '/1' }]),
  conflict: seen(
    [
      ...answered,
      next,
      { type: 'save-outdated' },
      { type: 'refreshed', progress: progressOf(7, { response: { resourceType: 'QuestionnaireResponse', item: [] } }) },
    ],
    'These questions were also answered somewhere else.',
    banner,
  ),
  'conflict: with help': seen(
    [
      ...helped,
      { type: 'save-outdated' },
      { type: 'refreshed', progress: progressOf(7, { response: { resourceType: 'QuestionnaireResponse', item: [] } }) },
    ],
    'These questions were also answered somewhere else.',
    banner,
  ),
  'sent: plainly': seen([
    ...anonymousSending,
    { type: 'saved', kind: 'whole', progress: progressOf(1, { status: 'completed' }) },
  ]),
  'sent: after help, told': seen([
    ...helpSaved,
    next,
    next,
    { type: 'send-asked' },
    { type: 'saved', kind: 'whole', progress: progressOf(2, { status: 'completed', told: told('phq-9-9') }) },
  ]),
  'sent: after help, unconfirmed': seen([
    ...helped,
    { type: 'save-failed', failure: failed('server') },
    next,
    next,
    { type: 'send-asked' },
    { type: 'saved', kind: 'whole', progress: progressOf(2, { status: 'completed' }) },
  ]),
};
