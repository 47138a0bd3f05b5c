import { buildResponse, isObject, type JsonObject, resumeForm } from '@openprm/questionnaire';
import { isAmong, safetyAnswers, toldOf, worst } from '../safety-answers.ts';
import type { Alarm, AnsweringState, Answers, ConflictState, ReviewState, SafetyAnswer } from '../survey-state.ts';
import { itemsOf } from './merge-answers.ts';

/**
 * Nobody is told of an answer only once somebody has decided which answers stay: what asks for help, on this page or in what the device has kept, goes to the clinic before that, alone, on top of
 * what the clinic has.
 *
 * @returns the same where nobody has to be told of anything
 */
export function withAlarm(state: ConflictState): ConflictState {
  const { plan, form, alarm: before } = state;
  const kept = [state.other, ...state.further].filter(({ isSaved }) => !isSaved).reverse();
  const sides = [...kept.map(({ response }) => resumeForm(plan, response).state), form];
  const isTold = toldOf(state);
  const isWaiting = before !== undefined && !before.isOver;
  let items = isWaiting ? before.items : [];
  let given: readonly SafetyAnswer[] = isWaiting ? before.given.filter((each) => !isTold(each)) : [];
  for (const each of sides) {
    const untold = safetyAnswers({ ...state, form: each }).filter(
      (answer) => !isTold(answer) && !isAmong(given, answer),
    );
    given = worst([...given, ...untold]);
    const { item } = buildResponse(plan, each, { status: 'in-progress' });
    items = putOn(items, pick(itemsOf({ item }), new Set(untold.map(({ linkId }) => linkId))));
  }
  if (given.length === 0) return state;
  const alarm: Alarm = { items, given, isOver: false };
  return { ...state, alarm, aside: worst([...(state.aside ?? []), ...given]) };
}

/** What is to be sent before anything else; undefined for nothing, or where the answers that would be sent hold it anyway. */
export function dueAlarm(state: AnsweringState | ReviewState | ConflictState): Alarm | undefined {
  const { alarm } = state;
  if (!alarm || alarm.isOver) return undefined;
  const isTold = toldOf(state);
  const held = state.step === 'conflict' ? [] : safetyAnswers(state);
  return alarm.given.some((each) => !isTold(each) && !isAmong(held, each)) ? alarm : undefined;
}

/** An alarm that was heard, or that the clinic's system refuses, is sent no more. */
export const withoutAlarm = <State extends Answers>(state: State): State =>
  state.alarm ? { ...state, alarm: { ...state.alarm, isOver: true } } : state;

type Items = readonly JsonObject[];

/** Some questions with what stands around them, and nothing else of the groups that they stand in. */
export function pick(items: Items, linkIds: ReadonlySet<string>): Items {
  return items.flatMap((item) => {
    const answers = Array.isArray(item['answer']) ? item['answer'].filter(isObject) : [];
    const isMeant = linkIds.has(String(item['linkId'])) || answers.some((each) => pick(itemsOf(each), linkIds).length);
    if (isMeant) return [item];
    const inner = pick(itemsOf(item), linkIds);
    return inner.length > 0 ? [{ ...item, item: inner }] : [];
  });
}

/** Puts items in place of those of the same questions, and groups into each other. */
export function putOn(items: Items, above: Items): Items {
  const isThere = (linkId: unknown) => above.some((each) => each['linkId'] === linkId);
  const put = [...new Set(above.map((each) => each['linkId']))].flatMap((linkId) => {
    const of = (all: Items) => all.filter((each) => each['linkId'] === linkId);
    const [mine, theirs] = [of(above), of(items)];
    if (mine.some((each) => each['answer'] || !each['item'])) return mine;
    return Array.from({ length: Math.max(mine.length, theirs.length) }, (_, at) => {
      const [one, other] = [mine[at], theirs[at]];
      return one && other ? { ...other, item: putOn(itemsOf(other), itemsOf(one)) } : (one ?? other ?? {});
    });
  });
  return [...items.filter((each) => !isThere(each['linkId'])), ...put];
}
