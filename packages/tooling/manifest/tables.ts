import type { Described, PublicElement } from './elements.ts';

type Row = readonly string[];

const code = (text: string) => `\`${text}\``;

/** What a page may have a table of. */
const tables: Readonly<Record<string, (element: PublicElement) => readonly Row[]>> = {
  attributes: ({ fields }) => [
    ['attribute', 'property', 'what it is'],
    ...fields.map(({ attribute, name, description }) => [
      attribute === undefined ? '-' : code(attribute),
      code(name),
      description,
    ]),
  ],
  events: ({ events }) => [
    ['event', 'fields', 'when'],
    ...events.map(({ name, fields, description }) => [code(name), fields.map(code).join(', ') || '-', description]),
  ],
  slots: ({ slots }) => rowsOf('slot', slots),
  parts: ({ parts }) => rowsOf('part', parts),
  'custom-properties': ({ properties }) => rowsOf('property', properties),
};

const rowsOf = (title: string, items: readonly Described[]): Row[] => [
  [title, 'what it is'],
  ...items.map(({ name, description }) => [code(name), description]),
];

const marked = /(<!-- table: ([\w-]+) -->\n)[^]*?(\n<!-- end of table -->)/g;

/**
 * Writes the tables of a page anew, between `<!-- table: NAME -->` and `<!-- end of table -->`.
 *
 * @throws when the page asks for a table that there is not, or has none of something that the element has
 */
export function fillTables(page: string, element: PublicElement): string {
  const filled = new Set<string>();
  const text = page.replaceAll(marked, (_all, start: string, name: string, end: string) => {
    const rows = tables[name]?.(element);
    if (rows === undefined) throw new Error(`docs/elements/${element.tag}.md: there is no table ${name}.`);
    filled.add(name);
    return `${start}\n${markdownTable(rows)}\n${end}`;
  });
  for (const [name, rows] of Object.entries(tables)) {
    if (!filled.has(name) && rows(element).length > 1)
      throw new Error(`docs/elements/${element.tag}.md has no table of ${name}.`);
  }
  return text;
}

/** Padded as Prettier pads it, so that a filled page is a formatted page. */
function markdownTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: Row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}
