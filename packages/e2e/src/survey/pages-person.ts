import type { ToldAct } from './answer-in-page.ts';
import type { Ending } from './answering-person.ts';

/** A page of the link, told by its object. */
type PageKey = object;

/** What one page shows and was told. */
interface View {
  /** What stands in its questions, as far as it has shown them. */
  readonly shown: Map<number, string>;
  /** What was given on it and not yet said to be kept. */
  readonly given: Map<number, string>;
  hasGiven: boolean;
}

/** An answer that a page said was kept. */
interface Kept {
  readonly page: PageKey;
  readonly by: 'clinic' | 'device';
  readonly question: number;
  /** It, and what somebody who saw it has given in its place. */
  readonly values: Set<string>;
}

/**
 * What is known of somebody who has one link open in several pages: what a page said was kept has to be in the response at the end, or a screen has said that it is not: by
 * asking which of two answers stay, or by saying that there are answers that were not sent.
 */
export class PagesPerson {
  readonly #views = new Map<PageKey, View>();
  #kept: Kept[] = [];
  /** Answers of which somebody has chosen one page's, on a page that had given none itself: those of one stay whole. */
  #either: Kept[] = [];
  readonly #chosenAmong = new Set<PageKey>();
  #first: PageKey | undefined;
  readonly #sent = new Map<PageKey, string[]>();
  readonly #sentBefore: string[] = [];
  /** What is gone without a word. */
  readonly lost: string[] = [];
  /** Answers that are gone, and a screen has said so. */
  goneWithWords = 0;
  keptTold = 0;
  keptHereTold = 0;
  broughtBack = 0;
  conflicts = 0;
  readonly unsavedGone = 0;
  readonly #endings = new Map<PageKey, Ending>();

  get end(): Ending | null {
    const endings = [...this.#endings.values()];
    return endings.includes('arrived') ? 'arrived' : (endings.at(-1) ?? null);
  }

  /** How many pages have said that not all has reached the clinic. */
  get lateTold(): number {
    return [...this.#endings.values()].filter((end) => end === 'late').length;
  }

  /** Whether a page has said how it ended. */
  hasEndedOn(page: PageKey): boolean {
    return this.#endings.has(page);
  }

  /** Whether a page was told that answers given on it are kept. */
  hasKept(page: PageKey, by: Kept['by']): boolean {
    return this.#kept.some((each) => each.page === page && each.by === by);
  }

  /** This page has ended before the others were opened: what it has given, all of them have. */
  hasBegunOn(page: PageKey): void {
    this.#first = page;
  }

  note(act: ToldAct, page: PageKey): void {
    const view = this.#viewOf(page);
    switch (act.kind) {
      case 'seen': {
        const isBroughtBack = this.#kept.some(
          (each) =>
            each.page !== page && each.by === 'device' && each.question === act.question && each.values.has(act.value),
        );
        if (isBroughtBack) this.broughtBack++;
        view.shown.set(act.question, act.value);
        return;
      }
      case 'answers': {
        const before = view.shown.get(act.question) ?? '';
        for (const { question, values } of [...this.#kept, ...this.#either])
          if (question === act.question && values.has(before)) values.add(act.value);
        view.shown.set(act.question, act.value);
        view.given.set(act.question, act.value);
        view.hasGiven = true;
        return;
      }
      case 'missed':
        view.shown.delete(act.question);
        view.given.delete(act.question);
        return;
      case 'kept':
        if (act.by === 'clinic') this.keptTold++;
        else this.keptHereTold++;
        for (const [question, value] of view.given)
          this.#kept.push({ page, by: act.by, question, values: new Set([value]) });
        view.given.clear();
        return;
      case 'sends':
        for (const [at, value] of act.shown.entries()) {
          const known = view.shown.get(at + 1);
          if (known !== undefined && known !== value)
            this.lost.push(`question ${at + 1} shows "${value}" before it is sent, not "${known}"`);
        }
        this.#sentBefore.push(...(this.#sent.has(page) ? [linesOf(this.#sent.get(page) ?? [])] : []));
        this.#sent.set(page, [...act.shown]);
        return;
      case 'retries':
        return;
      case 'chooses':
        this.conflicts++;
        return this.#choose(act.which, page, view);
      case 'late':
        this.#endings.set(page, 'late');
        return this.#let(({ page: of }) => act.where === 'device' || of === page);
      case 'arrived':
      case 'was-there':
        if (this.#sent.size === 0) this.lost.push('nothing was sent, and the screen says that it was');
        this.#endings.set(page, act.kind);
    }
  }

  /** Which of the times it was sent the clinic has: the `last` of a page, one `before`, or `none`. */
  sentAs(stored: readonly string[]): 'last' | 'before' | 'none' {
    const lines = linesOf(stored);
    if ([...this.#sent.values()].some((shown) => linesOf(shown) === lines)) return 'last';
    return this.#sentBefore.includes(lines) ? 'before' : 'none';
  }

  /** Looks for all that was said to be kept in what the clinic has at the end. */
  settle(stored: readonly string[]): void {
    const isThere = ({ question, values }: Kept) => values.has(stored[question - 1] ?? '');
    const say = ({ by, question, values }: Kept) =>
      this.lost.push(
        `question ${question}: "${[...values].join('", then "')}", kept by the ${by}, is gone without a word`,
      );
    for (const each of this.#kept) if (!isThere(each)) say(each);
    const goneOf = [...this.#chosenAmong].map((page) =>
      this.#either.filter((each) => each.page === page && !isThere(each)),
    );
    if (goneOf.length > 0 && goneOf.every((gone) => gone.length > 0)) goneOf.flat().forEach(say);
    this.goneWithWords += goneOf.flat().length;
  }

  #choose(which: 'own' | 'other', page: PageKey, view: View): void {
    if (view.hasGiven) {
      // What others have at the clinic goes for this page's own; or all of this page's, and what it had taken up, for the others.
      this.#let(({ page: of, by }) => (which === 'own' ? of !== page && by === 'clinic' : true));
    } else {
      const isFirst = ({ page: of }: Kept) => of === this.#first;
      this.#either.push(...this.#kept.filter((each) => !isFirst(each)));
      this.#kept = this.#kept.filter(isFirst);
      // A page may have kept what it did not live to say.
      for (const [each, { hasGiven }] of this.#views) if (hasGiven && each !== this.#first) this.#chosenAmong.add(each);
    }
    if (which === 'other') {
      view.shown.clear();
      view.given.clear();
    }
  }

  /** A screen has spoken of these: they may go. */
  #let(isSpokenOf: (kept: Kept) => boolean): void {
    this.goneWithWords += this.#kept.filter(isSpokenOf).length;
    this.#kept = this.#kept.filter((each) => !isSpokenOf(each));
    this.#either = this.#either.filter((each) => !isSpokenOf(each));
  }

  #viewOf(page: PageKey): View {
    const view = this.#views.get(page) ?? { shown: new Map(), given: new Map(), hasGiven: false };
    this.#views.set(page, view);
    return view;
  }
}

const linesOf = (answers: readonly string[]) => answers.join('\n');
