import { adoptStyles, type CSSResult } from 'lit';
import { settleColors } from '../styles/settle-colors.ts';
import type { BookingState } from './booking-state.ts';
import { closed } from './first/first-flow.ts';
import { focusAfter } from './focus-after.ts';
import { laterStyles } from './later.styles.ts';
import { settleFocus } from './roving-focus.ts';

/** How an update came to be. */
export interface Update {
  /** A person acted here, or the focus was inside when it began: focus is never moved when a page loads. */
  readonly isUsed: boolean;
  /** The focus was inside when it began. */
  readonly hadFocus: boolean;
  /** The person chose a day, rather than another way to see the one that is chosen. */
  readonly choseDay: boolean;
  /** What was there to show could not be shown. */
  readonly isBroken: boolean;
}

/** What follows each update once all code is there: colours that all can be derived from, the styles of all that is there, and the focus where a person expects it. */
export class AfterUpdate {
  readonly #element: HTMLElement;
  readonly #root: ShadowRoot;
  /** What was shown last, to tell what is new. */
  #shown: BookingState = closed;

  /** @param styles that the element has already */
  constructor(element: HTMLElement, root: ShadowRoot, styles: readonly CSSResult[]) {
    this.#element = element;
    this.#root = root;
    adoptStyles(root, [...styles, ...laterStyles]);
  }

  settle(state: BookingState, { isUsed, hadFocus, choseDay, isBroken }: Update): void {
    settleColors(this.#element);
    // What had the focus is gone.
    if (isBroken) return hadFocus && !this.#root.activeElement ? this.#focus('.notice-title') : undefined;
    settleFocus(this.#root);
    const selector = isUsed ? focusAfter(this.#shown, state, choseDay) : null;
    this.#shown = state;
    if (selector !== null) this.#focus(selector);
  }

  #focus(selector: string): void {
    this.#root.querySelector<HTMLElement>(selector)?.focus();
  }
}
