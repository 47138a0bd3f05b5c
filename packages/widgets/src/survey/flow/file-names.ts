import { isObject, type QuestionnaireResponse } from '@openprm/questionnaire';

/** A response without how its files are called on the device of whoever answers: a name there is often somebody's own. The page goes on showing it. */
export const withoutFileNames = (response: QuestionnaireResponse): QuestionnaireResponse =>
  JSON.parse(
    JSON.stringify(response, (name, value: unknown) =>
      name === 'valueAttachment' && isObject(value) ? { ...value, title: undefined } : value,
    ),
  ) as QuestionnaireResponse;
