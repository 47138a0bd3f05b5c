import { PrmError } from '@openprm/sdk';

/** Nobody is signed in who gave the answers: they wait, and nobody else sends them. */
export class HolderGoneError extends PrmError {
  constructor() {
    super('Nobody is signed in who gave these answers.', 'session-ended');
  }

  override get name() {
    return 'AuthenticationError' as const;
  }
}
