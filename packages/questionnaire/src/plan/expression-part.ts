import type { AnswerValue } from '../fhir/answer-value.ts';
import type { FormNode, FormState } from '../form/form-state.ts';
import type { Issue } from './issues.ts';
import type { PlanItem } from './plan.ts';

/** What a host tells expressions: none of it is read from the device. */
export interface ExpressionContext {
  /** RFC 3339 with an offset: what `now()` and `today()` say. It is read at each evaluation, so that one plan can serve responses of several times. */
  readonly now?: string;
  /** Resources by name, such as `patient` for `%patient` (SDC's launch context). */
  readonly resources?: Readonly<Record<string, unknown>>;
  /**
   * Steps of all evaluations together, for who runs forms of others: a million are about a second. They are counted down in place, so that several forms can share them; where none are left expressions fail.
   * Without it each evaluation has its own.
   */
  readonly steps?: { left: number };
}

/** A constraint that does not hold. */
export interface ConstraintFailure {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  /** The form's own words. */
  readonly human: string;
}

/**
 * What the part that is loaded later adds to a plan: the engine asks it and knows nothing of FHIRPath. Each answer is for one node, and nothing
 * throws: an expression that fails gives nothing, and is told of by `issues` or `failed`.
 */
export interface ExpressionPart {
  readonly issues: readonly Issue[];
  /** Expressions that failed so far on what was answered, each once. Holds no answer. */
  failed(): readonly Issue[];
  /** Indices of items whose answers or state the expressions of an item read. */
  sourcesOf(item: number): readonly number[];
  /** Whether the item's enableWhenExpression holds; undefined where it has none, or it fails. */
  isEnabled(state: FormState, node: FormNode): boolean | undefined;
  /** What the item's calculatedExpression gives, or `failed` where it fails; undefined where it has none. */
  calculate(
    state: FormState,
    node: FormNode,
    failed: readonly AnswerValue[] | undefined,
  ): readonly AnswerValue[] | undefined;
  /** What the item's initialExpression gives; undefined where it has none, or it fails. */
  initialOf(state: FormState, node: FormNode): readonly AnswerValue[] | undefined;
  /** The item's text, where it is put together from answers. A plain text, whatever was answered. */
  textOf(state: FormState, node: FormNode): string | undefined;
  /** Constraints of the item, or of the form for undefined, that do not hold. */
  failuresOf(state: FormState, node: FormNode | undefined): readonly ConstraintFailure[];
}

/** The items as far as they are compiled when expressions come to be. */
export interface ExpressionDraft {
  readonly questionnaire: { readonly [element: string]: unknown };
  readonly items: readonly Omit<PlanItem, 'rank' | 'dependents'>[];
  readonly byLinkId: ReadonlyMap<string, number>;
}

/** Makes the part for one form: `expressions` of `@openprm/questionnaire/expressions`. */
export type PrepareExpressions = (draft: ExpressionDraft, context: ExpressionContext) => ExpressionPart;
