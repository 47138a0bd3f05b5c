import type { ToldAct } from './answer-in-page.ts';

/** How it ended for somebody, by the screen; `left`: they have sent anonymous answers and their page ended, so they do not answer again. */
export type Ending = 'arrived' | 'was-there' | 'late' | 'left';

/** What is known of one person's answers: what they gave, what the screen said of it, and whether what came later agrees with it. */
export class AnsweringPerson {
  /** All that was given to a question, the newest last; the empty answer before. */
  readonly #given: string[][];
  /** Which of them the clinic, or the device, was said to have. */
  readonly #kept: number[];
  /** Questions whose last answer the device alone was said to have, on a page before this one. */
  #onDevice = new Set<number>();
  /** Questions that this page has shown. */
  #seen = new Set<number>();
  /** What the screen showed when they were sent, of any time. */
  readonly #sent: (readonly string[])[] = [];
  /** Answers that the screen said the clinic or the device has and that were not there afterwards, with what was there. */
  readonly lost: string[] = [];
  /** Answers that were typed and never said to be saved, and are gone after a reload: no promise. */
  unsavedGone = 0;
  #awaited: { count: number; readonly resolve: () => void } | undefined;
  keptTold = 0;
  /** How often the screen said that the device keeps them. */
  keptHereTold = 0;
  /** Answers that the device alone was said to have, and that the next page has shown. */
  broughtBack = 0;
  conflicts = 0;
  retries = 0;
  end: Ending | null = null;
  readonly #isAnonymous: boolean;

  constructor(questions: number, isAnonymous: boolean) {
    this.#given = Array.from({ length: questions }, () => ['']);
    this.#kept = Array.from({ length: questions }, () => 0);
    this.#isAnonymous = isAnonymous;
  }

  /** Whether the answers were sent, as far as the person knows. */
  get hasSent(): boolean {
    return this.#sent.length > 0;
  }

  /** Waits until so many answers were given on this page. */
  hasAnswered(count: number): Promise<void> {
    return new Promise((resolve) => (this.#awaited = { count, resolve }));
  }

  /** The page was loaded anew. */
  reload(): void {
    this.#seen = new Set();
    this.#awaited = undefined;
    if (!this.#isAnonymous) return;
    // Anonymous answers are on the page only, and it says so.
    for (const given of this.#given) given.length = 1;
  }

  note(act: ToldAct): void {
    switch (act.kind) {
      case 'seen':
        return this.#see(act.question, act.value);
      case 'answers':
        this.#of(act.question).push(act.value);
        if (this.#awaited && --this.#awaited.count <= 0) this.#awaited.resolve();
        return;
      case 'missed':
        this.#of(act.question).pop();
        return;
      case 'kept':
        if (act.by === 'clinic') this.keptTold++;
        else this.keptHereTold++;
        // Of questions that this page did not show yet nothing new is known.
        for (const question of this.#seen) {
          const last = this.#of(question).length - 1;
          if (act.by === 'clinic') this.#onDevice.delete(question);
          else if (last > (this.#kept[question - 1] ?? 0)) this.#onDevice.add(question);
          this.#kept[question - 1] = last;
        }
        return;
      case 'sends': {
        for (const [at, shown] of act.shown.entries()) {
          const question = at + 1;
          // The review shows also what this page has not asked.
          if (!this.#seen.has(question)) this.#see(question, shown);
          const now = this.#of(question).at(-1) ?? '';
          if (shown !== now) this.lost.push(`question ${question} shows "${shown}" before it is sent, not "${now}"`);
        }
        this.#sent.push(act.shown);
        return;
      }
      case 'chooses':
        this.conflicts++;
        return;
      case 'retries':
        this.retries++;
        return;
      case 'arrived':
      case 'was-there':
      case 'late':
        if (!this.hasSent) this.lost.push('nothing was sent, and the screen says that it was');
        this.end = act.kind;
        return;
    }
  }

  /** Which of the times it was sent the clinic has: `last`, one `before` whose answer was lost and after which something was changed, or `none`. */
  sentAs(stored: readonly string[]): 'last' | 'before' | 'none' {
    const isIt = (shown: readonly string[]) => shown.join('\n') === stored.join('\n');
    if (this.#sent.slice(-1).some(isIt)) return 'last';
    return this.#sent.some(isIt) ? 'before' : 'none';
  }

  #of(question: number): string[] {
    return this.#given[question - 1] ?? [];
  }

  #see(question: number, value: string): void {
    this.#seen.add(question);
    const given = this.#of(question);
    const at = given.lastIndexOf(value);
    const kept = this.#kept[question - 1] ?? 0;
    if (at < kept) this.lost.push(`question ${question} shows "${value}", not "${given[kept]}" or one after it`);
    else if (this.#onDevice.has(question)) this.broughtBack++;
    this.#onDevice.delete(question);
    this.unsavedGone += given.length - 1 - at > 0 ? 1 : 0;
    this.#given[question - 1] = at < 0 ? [value] : given.slice(0, at + 1);
    this.#kept[question - 1] = Math.min(kept, Math.max(at, 0));
  }
}
