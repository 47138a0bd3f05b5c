import type { EventType } from '@openprm/contract';

/** A fact as the clinic's journal has it. */
export interface LoggedEvent {
  readonly type: EventType;
  readonly resourceId: string;
  readonly patientId: string | null;
}

/** What has happened at the mocked clinic, in order, and who waits for more. */
export class FeedLog {
  readonly entries: LoggedEvent[] = [];
  readonly #waiting = new Set<() => void>();

  add(entry: LoggedEvent): void {
    this.entries.push(entry);
    this.wake();
  }

  /** Lets everybody who waits look again: something has happened, or somebody's access may be over. */
  wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const look of waiting) look();
  }

  /** Resolves when there is a reason to look again. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }
}
