import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { problemStatus } from '@openprm/contract';
import { root } from './places.mjs';
import {
  checkCommands,
  checkIncludes,
  checkJson,
  checkLinks,
  checkTypes,
  fillIncludes,
  readPages,
} from './snippets/check.ts';

/** A folder with these files, for the time of a test. */
function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'openprm-snippets-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const block = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`;

describe('the pages of this repository', () => {
  const pages = readPages(root);
  test('are the README, the guides and the rooms', () => {
    const files = pages.map(({ file }) => file);
    for (const file of ['README.md', 'docs/guides/getting-started.md', 'packages/contract/README.md']) {
      assert.ok(files.includes(file), `${file} was not read`);
    }
    assert.ok(!files.some((file) => file.includes('node_modules')));
  });
  test('show in included blocks what the files hold', () => assert.deepEqual(checkIncludes(root, pages), []));
  test('link to what is there', () => assert.deepEqual(checkLinks(root, pages), []));
  test('name commands that exist', () => assert.deepEqual(checkCommands(root, pages), []));
  test('show JSON that is JSON', () => assert.deepEqual(checkJson(pages), []));
  test('show scripts that compile', async () => assert.deepEqual(await checkTypes(root, pages), []));
});

describe('a list in a page', () => {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  /** The code spans that open a row of a table, or its second cell. */
  const named = (page: string, cell: 1 | 2 = 1) =>
    [...page.matchAll(cell === 1 ? /^\| `([^`]+)`/gm : /^\|[^|]+\| `([^`]+)`/gm)].map(([, name]) => name).sort();

  test('has every problem code with its status, and no other', () => {
    const page = read('docs/guides/problem-codes.md');
    const rows = [...page.matchAll(/^\| `([a-z-]+)`\s*\| (\d{3})/gm)].map(([, code, status]) => [code, Number(status)]);
    assert.deepEqual(Object.fromEntries(rows), problemStatus);
    assert.equal(rows.length, Object.keys(problemStatus).length, 'a code stands there twice');
  });

  test('of what is promised names tests and proofs that are there, and says "planted" where a rule is taken out for that test', () => {
    const [promised = ''] = read('docs/guides/security.md').split('## What is not promised');
    const plants = globSync('packages/server/src/testing/{matrix,planted*}{/*,}.test.ts', { cwd: root })
      .map(read)
      .join();
    let before = '';
    let rows = 0;
    for (const [, promise = '', ways = ''] of promised.matchAll(/^\| (\S.*?) +\| (.*?) *\|$/gm)) {
      if (promise === 'promise' || promise.startsWith('-')) continue;
      const shownBy = ways.replace(/^the same/, before);
      const spans = [...shownBy.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
      const tests = spans.filter((span) => span.includes('/'));
      for (const file of tests)
        assert.ok(
          ['packages/server/src/core', '.'].some((folder) => existsSync(path.join(root, folder, file))),
          `${promise}: there is no ${file}`,
        );
      const proofs = spans.filter((span) => !span.includes('/'));
      for (const proof of proofs) assert.ok(existsSync(path.join(root, `packages/e2e/src/proofs/${proof}.ts`)), proof);
      assert.ok(spans.length > 0, promise);
      const isPlanted = tests.some((file) => plants.includes(path.basename(file))) || proofs.length > 0;
      if (ways.endsWith('; planted')) assert.ok(isPlanted, `${promise}: nothing is planted for it`);
      before = shownBy;
      rows += 1;
    }
    assert.ok(rows > 40, String(rows));
  });

  for (const element of ['booking', 'config']) {
    test(`has what the source of <prm-${element}> says: attributes, properties, slots, parts, events`, () => {
      const source = read(`packages/widgets/src/${element}/${element}-element.ts`);
      const page = read(`docs/elements/prm-${element}.md`);
      const header = [...source.matchAll(/^ \* @(?:slot|fires|csspart|cssprop) (\S+)/gm)].map(([, name]) => name);
      const fields = [...source.matchAll(/@property\((.*)\) (\w+)(?::| =)/g)];
      const attributes = fields
        .filter(([, options = '']) => !options.includes('attribute: false'))
        .map(([, options = '', name]) => /attribute: '([^']+)'/.exec(options)?.[1] ?? name);
      assert.deepEqual(named(page), [...header, ...attributes].sort());
      const [section = ''] = page.split('## Slot');
      assert.deepEqual(named(section, 2), fields.map(([, , name]) => name).sort());
    });
  }
});

describe('a page that is wrong', () => {
  const example = ['// head', '// #region one', '  const a = 1;', '', '  const b = a;', '// #endregion one', ''].join(
    '\n',
  );

  test('is told where an included block differs from its file, and can be filled', (t) => {
    const folder = folderOf(t, {
      'README.md': `# T\n\n${block('js file=a.mjs#one', 'const a = 2;')}\n${block('js file=a.mjs#two', '')}\n\`\`\`js file=a.mjs#one\n\`\`\`\n`,
      'a.mjs': example,
    });
    const [page] = readPages(folder);
    assert.ok(page);
    assert.match(
      checkIncludes(folder, [page]).join('\n'),
      /README\.md:3: differs from a\.mjs#one.*\nREADME\.md:7: there is no a\.mjs#two\nREADME\.md:11: differs/,
    );
    const filled = fillIncludes(folder, page);
    assert.equal(filled.split('\nconst a = 1;\n\nconst b = a;\n```\n').length, 3, filled);
  });

  test('is told that a guide includes its scripts and pages', (t) => {
    const folder = folderOf(t, {
      'docs/a.md': block('ts', 'let a = 1;'),
      'packages/x/README.md': block('ts', 'let a = 1;'),
    });
    assert.deepEqual(
      checkIncludes(folder, readPages(folder)).map((message) => message.split(':')[0]),
      ['docs/a.md'],
    );
  });

  test('is told which links lead nowhere', (t) => {
    const folder = folderOf(t, {
      'docs/a.md':
        '# A thing\n\n[b](b.md) [c](c.md) [head](#a-thing) [tail](#tail) [out](https://example.org) `[x](y.md)`\n',
      'docs/b.md': '# B\n\n[up](a.md#a-thing) [gone](a.md#gone)\n',
    });
    assert.deepEqual(checkLinks(folder, readPages(folder)), [
      'docs/a.md:3: c.md leads nowhere',
      'docs/a.md:3: docs/a.md has no heading for #tail',
      'docs/b.md:3: docs/a.md has no heading for #gone',
    ]);
  });

  test('is told which commands do not exist', (t) => {
    const folder = folderOf(t, {
      'package.json': JSON.stringify({ scripts: { build: 'true' } }),
      'README.md': block('sh', 'npm run build\nnpm run bulid\nnode examples/none.mjs'),
    });
    assert.deepEqual(checkCommands(folder, readPages(folder)), [
      'README.md:3: there is no npm run bulid',
      'README.md:4: there is no examples/none.mjs',
    ]);
  });

  test('is told which JSON is none', (t) => {
    const folder = folderOf(t, { 'README.md': block('json', '{ "a": 1, }') });
    assert.match(checkJson(readPages(folder)).join('\n'), /^README\.md:1: /);
  });

  test('is told which script does not compile', async (t) => {
    const wrong =
      "import { PrmClient } from '@openprm/sdk';\nconst client = new PrmClient({ apiUrl: 4870, key: 'pk_demo' });";
    const fragment = "import { Holds } from '@openprm/sdk';\nawait new Holds(transport).extend(hold);";
    const folder = folderOf(t, {
      'packages/x/README.md': `${block('ts', wrong)}${block('js', fragment)}`,
      'examples/fine.mjs': 'export const fine = 1;',
      'README.md': block('js file=examples/fine.mjs', ''),
    });
    const [first, second, ...others] = await checkTypes(folder, readPages(folder));
    assert.match(first ?? '', /^packages\/x\/README\.md, block at 1:2: TS2322 /);
    assert.match(second ?? '', /^packages\/x\/README\.md, block at 5:2: TS2339 .*extend/);
    assert.deepEqual(others, []);
  });
});
