import { Problem } from '../../problem.ts';

/** The answer to whoever would change what was sent. */
export const completedBefore = () =>
  new Problem('response-completed', { detail: 'This was sent before. Nothing was changed.' });
