import type { JsonObject } from '@openprm/questionnaire';
import { buildQuestionnaire, item, when } from '@openprm/questionnaire/builder';
import { phq9, visitExperience } from '@openprm/questionnaire/instruments';
import type { ResponseProgress, SurveyPaper } from './survey-paper.ts';

const about = { url: 'urn:openprm:test:form', version: '1', title: 'Your knee' };
const system = 'urn:openprm:test:codes';
const numbered = (count: number, text: (nth: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`code-${index + 1}`, text(index + 1)]));
const help = (linkId: string, text: string) => item.display(linkId, text, { control: 'help' });

const gender = item.choice('side', 'Which knee?', {
  system,
  options: { left: { text: 'Left' }, right: { text: 'Right' }, both: { text: 'Both', isExclusive: true } },
});

/** One question of each kind, by the kind's name. */
export const kindForms = {
  boolean: [item.boolean('hurts', 'Does your knee hurt?', { isRequired: true })],
  scale: [
    item.scale('pain', 'How strong is the pain?', { from: 0, to: 10, ends: { from: 'No pain', to: 'The worst pain' } }),
  ],
  radios: [gender],
  checkboxes: [
    item.choice('when', 'When does it hurt?', {
      system,
      repeats: true,
      options: { stairs: 'On stairs', night: 'At night', never: { text: 'Never', isExclusive: true } },
    }),
  ],
  list: [item.choice('month', 'Since which month?', { system, options: numbered(12, (nth) => `Month ${nth}`) })],
  search: [
    item.choice('drug', 'Which medicine do you take?', {
      system,
      options: numbered(60, (nth) => `Medicine number ${nth}`),
    }),
  ],
  'own words': [
    item.openChoice('sport', 'Which sport do you do?', {
      system,
      repeats: true,
      options: { run: 'Running', swim: 'Swimming' },
    }),
  ],
  number: [
    item.integer('age', 'How old are you?', {
      min: 0,
      max: 120,
      unit: { code: 'a', display: 'years' },
      items: [help('age-help', 'In whole years.')],
    }),
  ],
  slider: [item.decimal('weight', 'How heavy does it feel?', { control: 'slider', min: 0, max: 100 })],
  date: [item.date('since', 'Since which day?', { max: '2026-11-22' })],
  dateTime: [item.dateTime('fall', 'When did you fall?')],
  time: [item.time('worst', 'At what time is it worst?')],
  line: [item.string('word', 'One word for it', { maxLength: 20 })],
  url: [item.url('page', 'A page about it')],
  text: [item.text('story', 'What happened?', { maxLength: 2000, isRequired: true })],
  'several lines': [item.string('names', 'Who has treated it?', { repeats: true, maxOccurs: 3 })],
  quantity: [
    item.quantity('mass', 'What do you weigh?', {
      units: [
        { system: 'http://unitsofmeasure.org', code: 'kg', display: 'kg' },
        { system: 'http://unitsofmeasure.org', code: '[lb_av]', display: 'lb' },
      ],
    }),
  ],
  attachment: [
    item.attachment('photo', 'A photo of it', { mimeTypes: ['image/png', 'image/jpeg'], maxMegabytes: 0.1 }),
  ],
  inert: [item.reference('doctor', 'Who is your doctor?')],
  display: [item.display('hello', 'We ask a few things about your knee.')],
  group: [item.group('group', 'Your knee', [gender, item.text('more', 'Anything else?')])],
  repeats: [
    item.group(
      'falls',
      'Falls',
      [help('falls-help', 'Of this year.'), item.date('fall-day', 'On which day?'), item.text('fall-how', 'How?')],
      {
        repeats: true,
        maxOccurs: 4,
      },
    ),
  ],
  matrix: [
    item.group(
      'table',
      'How is it when you do this?',
      ['Walking', 'Standing for an hour', 'Climbing stairs'].map((text, index) =>
        item.choice(`row-${index}`, text, {
          system,
          options: { good: 'Good', bad: 'Bad', worst: 'I cannot do it' },
        }),
      ),
      { control: 'htable' },
    ),
  ],
  fixed: [item.integer('score', 'Your score so far', { isReadOnly: true, initial: 42 })],
} as const;

export type KindForm = keyof typeof kindForms;

/** A form as it comes. */
export type FormJson = SurveyPaper['questionnaire'];

/** A form with these items. */
export const formOf = (items: Parameters<typeof buildQuestionnaire>[1], more: JsonObject = {}): FormJson => ({
  ...buildQuestionnaire(about, items),
  ...more,
});

/** The same questions with help of their own, and to be answered. */
const helped = (items: readonly JsonObject[]): readonly JsonObject[] =>
  items.map((each) => {
    const below = Array.isArray(each['item']) ? (each['item'] as readonly JsonObject[]) : [];
    if (each['type'] === 'group') return { ...each, item: helped(below) };
    if (each['type'] === 'display' || each['readOnly'] === true) return each;
    const words = help(`${String(each['linkId'])}-why`, `Why we ask: ${String(each['text'])}`);
    return { ...each, required: true, item: [...below, words.toItem('en')] };
  });

/** All kinds on one page, without the same linkId twice. */
const kinds = formOf(
  Object.values(kindForms)
    .flat()
    .filter((each, index, all) => all.findIndex(({ linkId }) => linkId === each.linkId) === index)
    .filter(({ linkId }) => linkId !== 'group'),
);

/** The same, each with help, and required. */
export const everything: FormJson = { ...kinds, item: helped(kinds['item'] as readonly JsonObject[]) };

const hurts = item.boolean('hurts', 'Does your knee hurt?', { isRequired: true });

/** Three questions, one of which is asked for one answer only. */
export const branching: FormJson = formOf([
  hurts,
  item.scale('pain', 'How much?', { from: 0, to: 10, enableWhen: when(hurts).is(true), isRequired: true }),
  item.text('comment', 'Anything else?'),
]);

/** An item of a type that FHIR does not have, among others. */
export const withUnknown: FormJson = {
  ...branching,
  item: [{ linkId: 'odd', type: 'hologram', text: 'Show it' }, ...(branching['item'] as readonly JsonObject[])],
};

/** Two questions that need the page around them: what to choose from, and who answers. */
export const needingHost: FormJson = {
  ...branching,
  extension: [
    {
      url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-launchContext',
      extension: [{ url: 'name', valueCoding: { code: 'patient' } }],
    },
  ],
  item: [
    { linkId: 'drug', type: 'choice', text: 'Which medicine?', answerValueSet: 'https://vs.example/medicines' },
    {
      linkId: 'name',
      type: 'string',
      text: 'What shall we call you?',
      extension: [
        {
          url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-initialExpression',
          valueExpression: { language: 'text/fhirpath', expression: '%patient.name.given.first()' },
        },
      ],
    },
    { linkId: 'comment', type: 'text', text: 'Anything else?' },
  ],
};

export const experienceForm: FormJson = visitExperience.questionnaire;

/** A survey as the clinic hands it out. */
export const paperOf = (questionnaire: FormJson, changes: Partial<SurveyPaper> = {}): SurveyPaper => ({
  surveyId: 'svy_knee',
  name: 'Knee',
  mode: 'named',
  readers: ['clinician', 'owner'],
  minutes: 3,
  safety: [],
  organization: { name: 'Riverside Physical Therapy', telephone: '(555) 010-4417' },
  emergencyTelephone: '911',
  crisisTelephone: '988',
  questionnaire,
  ...changes,
});

/** The PHQ-9, whose last question is about thoughts of hurting oneself. */
export const safetyPaper: SurveyPaper = paperOf(phq9.questionnaire, { safety: [...phq9.safety], mode: 'confidential' });

/** The questions whose answers somebody was told of, however bad they are. */
export const told = (...linkIds: readonly string[]) => linkIds.map((linkId) => toldOf(linkId, 99));

/** One of them, of so many points. */
export const toldOf = (linkId: string, points: number | null) => ({
  linkId,
  recordedAt: '2026-11-22T10:00:00Z',
  points,
});

/** What the clinic has after so many saves. */
export const progressOf = (version: number, changes: Partial<ResponseProgress> = {}): ResponseProgress => ({
  id: 'qrs_knee',
  surveyId: 'svy_knee',
  status: 'in-progress',
  version,
  told: [],
  response: null,
  secret: null,
  ...changes,
});
