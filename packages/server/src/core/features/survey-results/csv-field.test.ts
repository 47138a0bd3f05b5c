import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { csvField } from './csv-field.ts';

/**
 * The cells of CSV as a spreadsheet reads them that parts at some sign: a quote counts where a cell begins with it, and nowhere else.
 *
 * @param isTrimmed whether blanks before a quote are left out first
 */
function readCells(text: string, separator: string, isTrimmed = false): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    let cell = '';
    if (isTrimmed) while (text[at] === ' ') at += 1;
    if (text[at] === '"') {
      at += 1;
      while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) {
        cell += text[at];
        at += text[at] === '"' ? 2 : 1;
      }
      at += 1;
    }
    while (at < text.length && text[at] !== separator && !/[\r\n]/.test(text[at] ?? '')) {
      cell += text[at];
      at += 1;
    }
    cells.push(cell);
    at += 1;
  }
  return cells;
}

/** What no spreadsheet may find at the beginning of a cell, whatever it leaves out before it. */
const isFormula = (cell: string) =>
  /^[=+\-@]/.test(
    cell
      .replace(/^[\s"\p{Cc}\p{Cf}]+/u, '')
      .normalize('NFKC')
      .replace('−', '-'),
  );

const name = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom(...'=+-@＝＋－＠﹦−;,\t\r\n"\' \u00a0\u200b\ufeff\u2028|a1'), { maxLength: 12 })
    .map((signs) => signs.join('')),
);

describe('a cell of CSV', () => {
  it('is a formula to no spreadsheet, at whichever sign it parts', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), (names) => {
        const line = `${['group', ...names].map(csvField).join(',')},7\r\n`;
        for (const separator of [',', ';', '\t'])
          for (const isTrimmed of [false, true])
            assert.deepEqual(readCells(line, separator, isTrimmed).filter(isFormula), [], `${separator} ${line}`);
      }),
      { numRuns: 3000 },
    );
  });

  it('is what it was, but for the apostrophes before what looks like a formula', () => {
    fc.assert(
      fc.property(name, (text) => {
        const [cell = ''] = readCells(csvField(text), ',');
        assert.equal(cell.replaceAll("'", ''), text.replaceAll("'", ''));
        if (!/[=+\-@＝＋－＠﹦﹢﹣﹫−]/.test(text)) assert.equal(cell, text);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the names that clinics have', () => {
    for (const text of ['Follow-up', 'Nguyễn Thị', 'Riverside + Harbor', 'A; B', "O'Hara", 'mail@clinic'])
      assert.deepEqual(readCells(csvField(text), ','), [text]);
  });

  it('has an apostrophe before each beginning that could count', () => {
    for (const [text, cell] of [
      ['=1+1', "'=1+1"],
      ['＝1', "'＝1"],
      ['a;=1', '"a;\'=1"'],
      ['a\t@x', '"a\t\'@x"'],
      ['a\r-1', '"a\r\'-1"'],
      [' \ufeff+1', '"\' \ufeff+1"'],
      ['a;"=1', '"a;\'""=1"'],
      ['-1;-2', '"\'-1;\'-2"'],
    ] as const)
      assert.equal(csvField(text), cell);
  });
});
