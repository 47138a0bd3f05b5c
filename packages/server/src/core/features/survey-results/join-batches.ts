import { type ResultGroup, smallestCell } from '@openprm/contract';

/** An answer as far as it matters with which others it is told. */
export interface Placed {
  readonly id: string;
  /** Whose it is; of an anonymous one, which nobody knows, it stands for itself. */
  readonly person: string;
  /** What it can be told apart by, all of its visit; null where it is about none. */
  readonly place: Readonly<Record<ResultGroup, string | null>>;
}

/** What a batch's answers have in common, the finest first; after these, nothing. */
const likenesses: readonly (readonly ResultGroup[])[] = [
  ['location', 'practitioner'],
  ['practitioner'],
  ['location', 'healthcare-service'],
  ['location'],
  ['healthcare-service'],
  [],
];

/**
 * Joins answers into batches: each is of exactly five people, and no answer is in two. What is told is always told of whole batches, and a batch never changes. So whatever is told, now or later, of whichever
 * part, differs from whatever else is told by whole batches: never by one to four people.
 *
 * Answers of the same location, practitioner and service are joined first. The others wait for their like, but never more than four of them or a quarter of all: then the one that has waited longest
 * is joined with those that are most like it, and is told only of what the five have in common. What was answered decides nothing.
 *
 * @param answers that are in no batch, in the order in which they came
 * @param joined how many are in a batch already
 */
export function joinBatches<Answer extends Placed>(answers: readonly Answer[], joined: number): Answer[][] {
  const batches: Answer[][] = [];
  let waiting: readonly Answer[] = [];
  for (const answer of answers) {
    waiting = [...waiting, answer];
    const most = Math.max(smallestCell - 1, (joined + batches.length * smallestCell) / 3);
    const batch =
      fiveLike(answer, waiting, ['location', 'practitioner', 'healthcare-service']) ??
      (waiting.length > most ? fiveOfLongest(waiting) : undefined);
    if (batch === undefined) continue;
    batches.push(batch);
    waiting = waiting.filter((each) => !batch.includes(each));
  }
  return batches;
}

function fiveOfLongest<Answer extends Placed>(waiting: readonly Answer[]): Answer[] | undefined {
  const [longest] = waiting;
  if (longest === undefined) return undefined;
  for (const likeness of likenesses) {
    const five = fiveLike(longest, waiting, likeness);
    if (five !== undefined) return five;
  }
  return undefined;
}

/** The first answers of five people that are like one of them. */
function fiveLike<Answer extends Placed>(
  { place }: Answer,
  waiting: readonly Answer[],
  likeness: readonly ResultGroup[],
): Answer[] | undefined {
  const byPerson = new Map<string, Answer>();
  for (const each of waiting) {
    if (byPerson.has(each.person) || likeness.some((by) => each.place[by] !== place[by])) continue;
    byPerson.set(each.person, each);
    if (byPerson.size === smallestCell) return [...byPerson.values()];
  }
  return undefined;
}

/**
 * The batches of one thing that is measured: those that were joined before and are still whole, and new ones. One of which somebody was erased is told no more, and its others are joined with nobody else.
 *
 * @param answers all that can be told of it, in the order in which they came
 * @param before the ids of each batch that was joined before
 */
export function batchesOf<Answer extends Placed>(
  answers: readonly Answer[],
  before: readonly (readonly string[])[],
): { readonly whole: readonly Answer[][]; readonly added: readonly Answer[][] } {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const taken = new Set(before.flat());
  const added = joinBatches(
    answers.filter(({ id }) => !taken.has(id)),
    taken.size,
  );
  const kept = before.map((ids) => ids.flatMap((id) => byId.get(id) ?? []));
  return { whole: [...kept.filter((batch) => batch.length === smallestCell), ...added], added };
}

/** What all of a batch have in common of their visits, or null. */
export function commonPlace(batch: readonly Placed[], by: ResultGroup): string | null {
  const [first, ...others] = batch.map(({ place }) => place[by]);
  return first !== undefined && others.every((place) => place === first) ? first : null;
}
