import type {
  EndpointAnswer,
  FhirResource,
  createQuestionnaire as createRow,
  getQuestionnaire as getRow,
  retireQuestionnaire as retireRow,
} from '@openprm/contract';
import { lintQuestionnaire } from '@openprm/questionnaire/lint';
import type { RequestContext } from '../../http/context.ts';
import { Problem } from '../../problem.ts';
import { found } from '../found.ts';
import { noteChange } from '../note-change.ts';
import {
  type QuestionnaireColumns,
  findQuestionnaire,
  insertQuestionnaire,
  isVersionTaken,
  replaceDraft,
  retire,
  toQuestionnaire,
} from './questionnaire-repository.ts';

type Stored = EndpointAnswer<typeof createRow>;

/**
 * Stores a form, losslessly.
 *
 * @throws Problem `validation-failed` with the linter's errors; `already-exists`
 */
export async function createQuestionnaire(context: RequestContext, form: FhirResource): Promise<Stored> {
  const { columns, findings } = readForm(form);
  const row = await insertQuestionnaire(context, context.newId('qst'), columns);
  if (row === undefined) throw versionTaken();
  await noteChange(context, 'questionnaire.changed', row.id);
  return { ...toQuestionnaire(row), findings };
}

/**
 * Writes a draft anew, and publishes it where it says that it is active.
 *
 * @throws Problem `questionnaire-published` for what is no draft any more
 */
export async function putQuestionnaire(context: RequestContext, id: string, form: FhirResource): Promise<Stored> {
  const present = found('questionnaire', await findQuestionnaire(context, id));
  const { columns, findings } = readForm(form);
  if (present.status === 'draft' && (await isVersionTaken(context, id, columns))) throw versionTaken();
  const row = await replaceDraft(context, id, columns);
  if (row === undefined)
    throw new Problem('questionnaire-published', {
      detail: 'People may have answered this version. Store a new one, with another version.',
    });
  await noteChange(context, 'questionnaire.changed', id);
  return { ...toQuestionnaire(row), findings };
}

/** Reads a form as it came. */
export async function getQuestionnaire(context: RequestContext, id: string): Promise<EndpointAnswer<typeof getRow>> {
  const row = found('questionnaire', await findQuestionnaire(context, id));
  return { ...toQuestionnaire(row), questionnaire: JSON.parse(row.content) as FhirResource };
}

/** Retires a form: surveys that ask by it go on, and no new one may. */
export async function retireQuestionnaire(
  context: RequestContext,
  id: string,
): Promise<EndpointAnswer<typeof retireRow>> {
  const row = found('questionnaire', await retire(context, id));
  await noteChange(context, 'questionnaire.changed', id);
  return toQuestionnaire(row);
}

const versionTaken = () =>
  new Problem('already-exists', { detail: 'This url has this version already. Give the form another version.' });

/** So many faults are told at once. */
const mostTold = 50;

/**
 * What of a form goes into its row. A response says by `url|version` which form it answers, so that both are needed.
 *
 * @throws Problem `validation-failed`, each fault with its place. The words of the linter quote linkIds and addresses of the form, which are no patient's.
 */
function readForm(form: FhirResource): { columns: QuestionnaireColumns; findings: Stored['findings'] } {
  const faults = lintQuestionnaire(form);
  const issues = faults
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer, message }) => ({ path: `/body/questionnaire${pointer}`, code, message }));
  const { url, version, status, title } = form;
  const name = (value: unknown, path: string): string => {
    if (typeof value === 'string' && /^[^\s|]{1,255}$/.test(value)) return value;
    issues.push({ path, code: 'missing-element', message: 'is needed: 1 to 255 characters without spaces or |' });
    return '';
  };
  const columns = {
    url: name(url, '/body/questionnaire/url'),
    version: name(version, '/body/questionnaire/version'),
    status: status === 'active' ? ('active' as const) : ('draft' as const),
    title: typeof title === 'string' ? title.slice(0, 300) : null,
    content: JSON.stringify(form),
  };
  if (status !== 'active' && status !== 'draft')
    issues.push({ path: '/body/questionnaire/status', code: 'missing-element', message: 'must be draft or active' });
  if (issues.length > 0) {
    const [first] = issues;
    throw new Problem('validation-failed', {
      detail: `${first?.path ?? ''} ${first?.message ?? ''}`.trim(),
      issues: issues.slice(0, mostTold),
    });
  }
  const findings = faults.map(({ code, pointer, message }) => ({ path: pointer, code, message }));
  return { columns, findings: findings.slice(0, mostTold) };
}
