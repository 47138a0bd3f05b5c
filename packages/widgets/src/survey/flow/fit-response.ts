import { buildResponse, type JsonObject, type QuestionnaireResponse } from '@openprm/questionnaire';
import { safetyAnswers } from '../safety-answers.ts';
import type { Answers, SurveyFinding } from '../survey-state.ts';
import { pick, putOn } from './alarm.ts';
import { itemsOf } from './merge-answers.ts';

/** What the clinic's system takes at once, less what goes around a response: 256 KiB. */
const mostBytes = 262_144 - 2048;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** Whether a response is more than can be sent at once. */
export function isTooLarge(response: QuestionnaireResponse): boolean {
  // A unit of UTF-16 is three bytes at most.
  return JSON.stringify(response).length * 3 > mostBytes && bytesOf(response) > mostBytes;
}

/** The longest texts of answers that are too much together, by their questions' keys, with how many characters they may have; nothing where all can be sent, or no text is long. */
export function longTexts({ plan, form }: Answers): ReadonlyMap<string, readonly SurveyFinding[]> {
  const response = buildResponse(plan, form, { status: 'in-progress' });
  if (!isTooLarge(response)) return new Map();
  const texts = [...form.nodes.values()].flatMap(({ key, isEnabled, entries }) =>
    entries.flatMap(({ id: entry, value }) =>
      isEnabled && value?.type === 'string' ? [{ key, entry, text: value.value, bytes: bytesOf(value.value) }] : [],
    ),
  );
  texts.sort((one, other) => other.bytes - one.bytes);
  const over = bytesOf(response) - mostBytes;
  // So many bytes each of the longest may have that all of it fits: of as few of them as that takes.
  let sum = -over;
  const count = 1 + texts.findIndex(({ bytes }, at) => (sum += bytes) / (at + 1) >= (texts[at + 1]?.bytes ?? 0));
  const found = new Map<string, readonly SurveyFinding[]>();
  if (sum <= 0) return found;
  for (const { key, entry, text, bytes } of texts.slice(0, count)) {
    // Less the two quotes.
    const limit = Math.floor(((sum / count - 2) / (bytes - 2)) * [...text].length);
    found.set(key, [...(found.get(key) ?? []), { code: 'too-long', limit, key, entry }]);
  }
  return found;
}

/** Findings of a step, with the texts of it that are too long together with all others. */
export function withLongTexts(answers: Answers, findings: Answers['findings']): Answers['findings'] {
  const long = [...longTexts(answers)].filter(([key]) => findings.has(key));
  return new Map([
    ...findings,
    ...long.map(([key, found]) => [key, [...(findings.get(key) ?? []), ...found]] as const),
  ]);
}

/** Of answers that are too much those that somebody has to look at, on top of what the clinic has. */
export function watchedAlone(answers: Answers): readonly JsonObject[] {
  const { plan, form, saving } = answers;
  const { item } = buildResponse(plan, form, { status: 'in-progress' });
  const watched = pick(itemsOf({ item }), new Set(safetyAnswers(answers).map(({ linkId }) => linkId)));
  const before = saving.progress && (saving.progress.response ?? saving.sent[0] ?? null);
  return putOn(itemsOf(before), watched);
}
