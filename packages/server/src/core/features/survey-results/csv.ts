import type { EndpointAnswer, getSurveyResults } from '@openprm/contract';
import { csvField } from './csv-field.ts';
import type { Cell } from './summarize.ts';

type Results = EndpointAnswer<typeof getSurveyResults>;

/**
 * Results as CSV (RFC 4180): a line for the whole, each group and each month. What is hidden is empty, and so is what is told of the whole alone in the lines of its parts. Of
 * responses that cannot be read, and are told in nothing of it, the number stands in the last column.
 */
export function toCsv(results: Results): string {
  const { total, groups, trend } = results;
  const lines: readonly (readonly [kind: string, id: string, name: string, cell: Cell])[] = [
    ['total', '', '', total],
    ...groups.map((group) => ['group', group.id, group.name, group] as const),
    ...trend.map((month) => ['month', month.month, '', month] as const),
  ];
  const codes = [...new Set(lines.flatMap(([, , , { dimensions }]) => dimensions.map(({ code }) => code)))];
  const scores = [...new Set(lines.flatMap(([, , , cell]) => cell.scores.map(({ id }) => id)))];
  const head = [
    'kind',
    'id',
    'name',
    'count',
    ...codes.flatMap((code) => [`${code} %`, `${code} low`, `${code} high`]),
    'recommend',
    'recommend low',
    'recommend high',
    ...scores.map((id) => `${id} median`),
    ...Object.keys(ofWhole),
    'cannot be read',
  ];
  const rows = lines.map(([kind, id, name, cell]) => [
    kind,
    id,
    name,
    cell.count,
    ...codes.flatMap((code) => three(cell.dimensions.find((each) => each.code === code))),
    ...three(cell.recommend),
    ...scores.map((score) => cell.scores.find((each) => each.id === score)?.median),
    ...Object.values(ofWhole).map((element) => (kind === 'total' ? results[element] : null)),
    kind === 'total' ? (results.damaged?.length ?? 0) : null,
  ]);
  return [head, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** Columns that only the line for the whole has, with where they stand in the results. */
const ofWhole = {
  since: 'since',
  asked: 'asked',
  answered: 'answered',
  'response %': 'responseRate',
  'median lag hours': 'medianLagHours',
  'median minutes to contact': 'medianMinutesToContact',
} as const;

const three = (share: { readonly percent: number; readonly low: number; readonly high: number } | null | undefined) => [
  share?.percent,
  share?.low,
  share?.high,
];
