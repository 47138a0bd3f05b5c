import {
  bringValueSets,
  compileQuestionnaire,
  type ExpandValueSet,
  needsExpressions,
  type Plan,
  startForm,
  timeWithOffset,
} from '@openprm/questionnaire';
import type { PreparedForm } from './prepare-form.ts';
import type { SurveyHost } from './survey-host.ts';
import type { SurveyPaper } from './survey-paper.ts';

/** Milliseconds that a host has to bring a value set. Without it the rest of the form is asked. */
const patience = 8000;

/**
 * Reads a form with all that it needs, and begins it: its conditions, what runs its expressions, and the value sets and resources that the host brings. What does not work is told on the
 * console, for who made the form. Resources say who somebody is, and expressions write them into answers, so only a survey that is answered by name gets them.
 *
 * @param now milliseconds since the epoch
 * @throws what an import throws that finds no connection
 */
export async function prepareWithHost(
  { questionnaire, mode }: SurveyPaper,
  now: number,
  { expandValueSet, launchContext }: SurveyHost,
): Promise<PreparedForm> {
  const [loaded, valueSets] = await Promise.all([
    needsExpressions(questionnaire) ? import('@openprm/questionnaire/expressions') : undefined,
    expandValueSet ? bringValueSets(questionnaire, inTime(expandValueSet)) : {},
  ]);
  const resources = mode === 'named' && launchContext ? launchContext : undefined;
  const compiled = compileQuestionnaire(questionnaire, {
    valueSets,
    context: { now: timeWithOffset(now, -new Date(now).getTimezoneOffset()), ...(resources && { resources }) },
    ...(loaded && { expressions: loaded.prepareExpressions }),
  });
  const prepared: PreparedForm =
    compiled.status === 'refused' ? compiled : { ...compiled, form: startForm(compiled.plan) };
  // Words for who made the form: nobody waits for them. Expressions that cannot be evaluated are known once the form has begun.
  if (compiled.status === 'refused' || hasFaults(compiled.plan))
    void import('./tell-faults.ts').then(
      ({ tellFaults }) => tellFaults(compiled),
      () => undefined,
    );
  return prepared;
}

const hasFaults = ({ issues, unsupported, expressions }: Plan): boolean =>
  issues.length + unsupported.length + (expressions?.failed().length ?? 0) > 0;

/** A host that does not answer is one that has nothing. */
const inTime =
  (expand: ExpandValueSet): ExpandValueSet =>
  async (address) => {
    const signal = AbortSignal.timeout(patience);
    const late = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    return Promise.race([expand(address, signal), late]);
  };
