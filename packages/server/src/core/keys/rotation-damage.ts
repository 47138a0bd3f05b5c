import { KeyError, isRecordDamage } from './key-error.ts';

/** What a rotation could not do, and what to do about it. */
export interface RotationDamage {
  readonly tenantId: string;
  /** Of one record; or, of a tenant whose key cannot be used, of all that is theirs. */
  readonly error: KeyError;
}

/** Collects what cannot be moved to the newest key, each once, so that the others are. */
export class RotationDamages {
  readonly #found = new Map<string, RotationDamage>();

  /** @returns undefined for a record that cannot be opened, which is noted */
  record<Result>(tenantId: string, act: () => Promise<Result>): Promise<Result | undefined> {
    return this.#note(tenantId, act, isRecordDamage);
  }

  /** @returns undefined for a tenant whose key cannot be used, which is noted */
  tenant<Result>(tenantId: string, act: () => Promise<Result>): Promise<Result | undefined> {
    return this.#note(tenantId, act, (error) => error instanceof KeyError);
  }

  async #note<Result>(
    tenantId: string,
    act: () => Promise<Result>,
    isDamage: (error: unknown) => error is KeyError,
  ): Promise<Result | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#found.set(`${tenantId}/${error.code}/${error.resource}`, { tenantId, error });
      return undefined;
    }
  }

  get all(): readonly RotationDamage[] {
    return [...this.#found.values()];
  }
}
