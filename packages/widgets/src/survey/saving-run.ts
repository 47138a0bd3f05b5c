import type { SurveyCommand, SurveyEvent } from './events-and-commands.ts';
import { type Attempt, attemptOf, saveResponse } from './save-response.ts';
import type { SurveyApi } from './survey-api.ts';
import { watchHand } from './watch-hand.ts';

type SavingCommand = Extract<SurveyCommand, { type: 'save' | 'save-in-a-pause' | 'retry-later' }>;

/** Milliseconds without an answer after which a part is saved. */
const pause = 3000;
/** Milliseconds after which an answer that somebody has to look at was meant, and not passed on the way to another. */
const rest = 1000;
/** Milliseconds until a save that failed is tried again; each time twice as long, up to a minute. */
const firstPatience = 4000;
const longestPatience = 60_000;

/** Saves, now or later, for one element from when it is opened until it is left. */
export class SavingRun {
  #pause: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #patience = firstPatience;
  /** What was sent last, for when its answer is lost. */
  #attempt: Attempt | undefined;
  readonly #signal: AbortSignal;
  readonly #feed: (event: SurveyEvent) => void;

  /** @param signal when the element is left: nothing is saved any more */
  constructor(signal: AbortSignal, feed: (event: SurveyEvent) => void) {
    this.#signal = signal;
    this.#feed = feed;
    signal.addEventListener('abort', () => this.#stop());
    watchHand(signal, () => feed({ type: 'answer-settled' }));
  }

  /** @param now milliseconds since the epoch */
  async carryOut(
    way: { readonly createApi: () => Promise<SurveyApi> },
    command: SavingCommand,
    now: number,
  ): Promise<void> {
    switch (command.type) {
      case 'save': {
        this.#stop();
        const attempt = attemptOf(command, this.#attempt, now);
        this.#attempt = attempt;
        const event = await saveResponse(way, command, attempt, this.#signal);
        if (event.type === 'saved') this.#patience = firstPatience;
        return this.#feed(event);
      }
      case 'save-in-a-pause':
        clearTimeout(this.#pause);
        if (command.passing !== 'held')
          this.#pause = setTimeout(() => this.#feed({ type: 'pause-came' }), command.passing ? rest : pause);
        return;
      case 'retry-later':
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => this.#feed({ type: 'retry-came-due' }), this.#patience);
        this.#patience = Math.min(this.#patience * 2, longestPatience);
    }
  }

  #stop(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#retry);
  }
}
