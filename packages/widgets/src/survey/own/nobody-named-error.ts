import { PrmError } from '@openprm/sdk';

/** An element names no survey, no link and nobody who could be signed in. A person is told what they are told where the clinic's system lets a page do nothing. */
export class NobodyNamedError extends PrmError {
  /** @param tag of the element */
  constructor(tag: string) {
    super(`<${tag}> needs survey-id, the link of who is asked, or remember for who is signed in.`, 'permission-denied');
  }

  override get name() {
    return 'PermissionError' as const;
  }
}
