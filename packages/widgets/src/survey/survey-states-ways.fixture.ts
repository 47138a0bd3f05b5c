import { compileQuestionnaire, type JsonObject, type Option, resumeForm, startForm } from '@openprm/questionnaire';
import type { SurveyEvent } from './events-and-commands.ts';
import {
  branching,
  type KindForm,
  formOf,
  kindForms,
  paperOf,
  progressOf,
  safetyPaper,
  type FormJson,
  told,
} from './survey-forms.fixture.ts';
import type { ResponseProgress, SurveyPaper } from './survey-paper.ts';
import type { Failure, SurveySetting, SurveyState } from './survey-state.ts';

/** What happens; or what does in the state that was reached, for what names a part of it. */
export type StillEvent = SurveyEvent | ((state: SurveyState) => SurveyEvent);

/** One state of the element, with the way to it. */
export interface SurveyStateFixture {
  readonly events: readonly StillEvent[];
  /** What has the focus after the last event, as a selector; null where it stays where it was. */
  readonly focus: string | null;
  /** What the live region says of it, in English. */
  readonly hears: string;
}

/** Why something failed, by its kind. */
export type Kind = Failure['kind'];

/** Opens a survey and reads its form. */
export function beginning(
  paper: SurveyPaper,
  pace: SurveySetting['pace'] = 'question',
  progress: ResponseProgress | null = null,
): readonly SurveyEvent[] {
  return [...introduced(paper, pace, progress), prepared(paper.questionnaire, progress), { type: 'start-asked' }];
}

/** Opens a survey, to the words before its first question. */
export const introduced = (
  paper: SurveyPaper,
  pace: SurveySetting['pace'] = 'question',
  progress: ResponseProgress | null = null,
): readonly SurveyEvent[] => [
  { type: 'opened', setting: { pace, isKnown: paper.mode !== 'anonymous' } },
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

export const failed = (kind: Kind): Failure => ({ kind });
export const next: SurveyEvent = { type: 'next-asked' };
/** A state with what is heard and what has the focus: the heading, if nothing is said. */
export const seen = (
  events: readonly StillEvent[],
  hears = '',
  focus: string | null = '#heading',
): SurveyStateFixture => ({
  events,
  focus,
  hears,
});
export const banner = '.notice-title';
export const yes = (key: string): SurveyEvent => ({
  type: 'answered',
  key,
  values: [{ type: 'boolean', value: true }],
});
export const points = (key: string, value: number): SurveyEvent => ({
  type: 'answered',
  key,
  values: [{ type: 'integer', value }],
});
export const typed = (
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

export const chosen = (questionnaire: JsonObject, linkId: string, key: string, at: number): SurveyEvent => ({
  type: 'option-chosen',
  key,
  option: option(questionnaire, linkId, at),
});

/** A form for each kind of question. */
export const forms = Object.fromEntries(
  Object.entries(kindForms).map(([kind, items]) => [kind, formOf(items)]),
) as unknown as Readonly<Record<KindForm, FormJson>>;

/** A form in which another question follows, so that going on leads there and not to the end. */
export const branched = beginning(paperOf(branching));
export const answered = [...branched, yes('/0')];
const atEnd = [...answered, next, points('/1', 4), next, typed('/2', 'It clicks.')];
export const reviewing = [...atEnd, next];
export const saved = (version: number, linkIds: readonly string[] = []): SurveyEvent => ({
  type: 'saved',
  kind: 'part',
  progress: progressOf(version, { told: told(...linkIds) }),
});
export const savedInPeace = [...reviewing, saved(1)];
export const sending: readonly SurveyEvent[] = [...savedInPeace, { type: 'send-asked' }];
export const noConnection = 'No connection to the clinic.';
/** How what failed is called before the first question. */
export const titles: Readonly<Record<Kind, string>> = {
  connection: noConnection,
  server: 'Something went wrong at the clinic.',
  'rate-limited': 'That was tried too often.',
  configuration: 'These questions cannot be shown here.',
  'too-large': 'That is more than can be sent at once.',
  validation: 'The clinic’s system does not take these answers.',
};
export const failures = Object.keys(titles) as readonly Kind[];

/** A form whose answer needs somebody at once. */
const safetyKey = '/0:0/9';
const inDanger = chosen(safetyPaper.questionnaire, 'phq-9-9', safetyKey, 2);
export const helped = [...beginning(safetyPaper), inDanger];
export const help =
  'You do not have to be alone with this. If you are in danger, or might hurt yourself, get help now.';
export const helpSaved = [...helped, saved(1, ['phq-9-9'])];
