import type { FormNode } from '@openprm/questionnaire';
import type { TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { FormContext } from './survey-context.ts';

/** Renders a node only when it, its faults, what is typed in it, or the words have changed. */
export const once = (node: FormNode, context: FormContext, render: () => TemplateResult) => {
  const { answers, messages, locale, headingKey } = context;
  const { key } = node;
  const reasons = [
    node,
    answers.findings.get(key),
    answers.typed.get(key),
    answers.searches.get(key),
    answers.uploads.get(key),
    messages,
    locale,
    headingKey === key,
  ];
  return guard(reasons, () => {
    context.onRender(key);
    return render();
  });
};
