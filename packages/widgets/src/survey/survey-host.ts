import type { ExpandValueSet } from '@openprm/questionnaire';

/** What the page around a survey can give to its form. Nobody else is asked for it. */
export interface SurveyHost {
  /** The codings of a value set that the form only names. */
  readonly expandValueSet?: ExpandValueSet | null | undefined;
  /** Resources by the names that the form's expressions have for them: `patient` for `%patient`. */
  readonly launchContext?: Readonly<Record<string, unknown>> | null | undefined;
}
