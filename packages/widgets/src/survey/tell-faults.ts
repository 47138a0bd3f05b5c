import { type Compiled, explainIssue } from '@openprm/questionnaire';

/** Says on the console what is wrong with a form, where, and what to do. */
export function tellFaults(compiled: Compiled): void {
  const { issues, unsupported, expressions } =
    compiled.status === 'ready' ? compiled.plan : { issues: [compiled.issue], unsupported: [], expressions: undefined };
  const lines = [
    ...[...issues, ...(expressions?.failed() ?? [])].map(
      (issue) => `${issue.pointer || '/'} (${issue.code}): ${explainIssue(issue)}`,
    ),
    ...unsupported.flatMap(({ feature, pointer }) => {
      const property = feature.startsWith('answerValueSet') ? 'expandValueSet' : 'launchContext';
      return property === 'expandValueSet' || feature.endsWith(property)
        ? [`${pointer}: the page did not bring ${feature}. Give it by the property ${property}.`]
        : [];
    }),
  ];
  if (lines.length > 0) console.warn(`OpenPRM: the form of <prm-survey> has faults.\n${lines.join('\n')}`);
}
