import { type ExpressionContext, type Plan, compileQuestionnaire, timeWithOffset } from '@openprm/questionnaire';
import { prepareExpressions } from '@openprm/questionnaire/expressions';
import { indexOptions } from '@openprm/questionnaire/lint';

/** Of a form’s expressions, for one request: about a second. All clinics share the process. */
const mostSteps = 1_000_000;

/** What one request may spend on expressions, whatever forms it compiles. */
export const stepsOfRequest = (): { left: number } => ({ left: mostSteps });

/**
 * Compiles a stored form.
 *
 * @param content JSON
 * @param now epoch milliseconds, for expressions that ask for the time
 * @param steps what is left of those of the request
 * @param offset minutes east of UTC, of whose day `today()` is
 * @throws when it is no form: what is stored was looked over by the linter
 */
export function compileForm(content: string, now: number, steps = stepsOfRequest(), offset = 0): Plan {
  return compileWith(content, { now: timeWithOffset(now, offset), steps });
}

/**
 * Compiles a stored form once for many responses, each with a time and steps of its own.
 *
 * @param content JSON
 * @returns the plan as of a time in epoch milliseconds: always the same one, of the time that was asked for last
 */
export function compileForMany(content: string): (now: number) => Plan {
  const steps = stepsOfRequest();
  const context = { now: timeWithOffset(0, 0), steps };
  const plan = compileWith(content, context);
  return (now) => {
    context.now = timeWithOffset(now, 0);
    steps.left = mostSteps;
    return plan;
  };
}

function compileWith(content: string, context: ExpressionContext): Plan {
  const compiled = compileQuestionnaire(JSON.parse(content), { expressions: prepareExpressions, context });
  if (compiled.status === 'refused') throw new Error(`A stored form is refused: ${compiled.issue.code}`);
  indexOptions(compiled.plan);
  return compiled.plan;
}
