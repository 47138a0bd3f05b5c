import { checkForm, checkNode, type FormNode } from '@openprm/questionnaire';
import { isAnswerable, shownAt } from './item-kinds.ts';
import { mostFileBytes } from './read-attachment.ts';
import type { Answers, SurveyFinding, Upload } from './survey-state.ts';

type Checked = Pick<Answers, 'plan' | 'form' | 'typed' | 'uploads'>;

/** What is wrong with a node and all below it, by key. Every question that was looked at has an entry. */
export function checkBelow(checked: Checked, keys: readonly string[]) {
  const { plan, form } = checked;
  const found = new Map<string, readonly SurveyFinding[]>();
  const visit = (key: string) => {
    const shown = shownAt(plan, form, key);
    if (!shown) return;
    const { node, item } = shown;
    if (item.type !== 'display' && item.type !== 'broken') found.set(key, findingsOf(checked, key));
    for (const { children } of node.entries) children.forEach(visit);
  };
  keys.forEach(visit);
  return found;
}

/** All that stands in the way of sending, by key; what nobody can mend here is left out. */
export function checkAll(checked: Checked) {
  const { plan, form } = checked;
  const found = checkBelow(checked, form.roots);
  const ofForm = checkForm(plan, form).filter(({ key }) => key === '');
  return ofForm.length > 0 ? new Map([...found, ['', ofForm] as const]) : found;
}

/** What is wrong with one question, as far as somebody can mend it. */
export function findingsOf({ plan, form, typed, uploads }: Checked, key: string): readonly SurveyFinding[] {
  const shown = shownAt(plan, form, key);
  if (!shown || !isAnswerable(plan, shown.item)) return [];
  const { node, item } = shown;
  const unread = [...(typed.get(key) ?? [])].flatMap(([at, { text }]): readonly SurveyFinding[] => {
    const entry = node.entries[at];
    return text.trim() === '' || entry?.value ? [] : [{ code: 'wrong-type', key, ...(entry && { entry: entry.id }) }];
  });
  if (unread.length > 0) return unread;
  const files = uploads.get(key) ?? [];
  // What is on its way is an answer to come.
  const isComing = files.some(({ status }) => status.status !== 'sent');
  const found = [
    ...files.flatMap((file) => fileFindings(file, key)),
    ...checkNode(plan, form, node, item).filter(({ code }) => !isComing || (code !== 'required' && code !== 'too-few')),
  ];
  return found.some(({ code }) => code === 'file-too-large') ? found : [...found, ...emptyFiles(node)];
}

function fileFindings({ status }: Upload, key: string): readonly SurveyFinding[] {
  switch (status.status) {
    case 'waiting':
    case 'sending':
    case 'sent':
      return [];
    case 'failed':
      return [{ code: 'file-unsent', key }];
    case 'refused':
      return [{ ...status.fault, key }];
  }
}

/** Files whose content is too much to be sent with the answers. */
const emptyFiles = ({ key, entries }: FormNode): readonly SurveyFinding[] =>
  entries.flatMap(({ id, value }) =>
    value?.type === 'Attachment' && value.value.data === undefined && value.value.url === undefined
      ? [{ code: 'file-too-large', limit: mostFileBytes, key, entry: id }]
      : [],
  );

/** Warnings are said and stop nobody. */
export const isStopping = (finding: SurveyFinding): boolean =>
  finding.code !== 'constraint' || finding.severity === 'error';

/** The first question that has to be mended; undefined if there is none. */
export function firstStopping(findings: ReadonlyMap<string, readonly SurveyFinding[]>): string | undefined {
  for (const [key, found] of findings) if (found.some(isStopping)) return key;
  return undefined;
}
