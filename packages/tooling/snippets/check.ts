import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { typescriptCompiler } from '../build.mjs';
import { tooling } from '../places.mjs';
import { runNode } from '../test/command.ts';
import { type CodeBlock, readMarkdown, readRegion } from './markdown.ts';

/** A Markdown file, read. */
export interface Page extends ReturnType<typeof readMarkdown> {
  /** Relative to the root, with slashes. */
  readonly file: string;
  readonly text: string;
}

const generated = /(^|\/)(node_modules|dist|reference|\.changeset|\.cache|\.openprm)(\/|$)|CHANGELOG\.md$/;

/** Every Markdown file that people write in the repository at `root`. */
export function readPages(root: string): Page[] {
  return globSync('**/*.md', { cwd: root, exclude: (name) => generated.test(String(name).replaceAll('\\', '/')) })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !generated.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return { file, text, ...readMarkdown(text) };
    });
}

/** The README at the top and docs/: there a reader copies from, so there code is included from files that tests run. */
const isGuide = ({ file }: Page) => file === 'README.md' || file.startsWith('docs/');

/** Languages whose blocks are programs or pages; commands, settings and data may stand for themselves. */
const mustBeIncluded = ['js', 'mjs', 'ts', 'html'];
const isScript = (language: string) => ['js', 'mjs', 'ts'].includes(language);

/** Included blocks must be what their file holds, and guides must include. One message for each that differs. */
export function checkIncludes(root: string, pages: readonly Page[]): string[] {
  return pages.flatMap((page) =>
    page.blocks.flatMap((block) => {
      const place = `${page.file}:${block.line}`;
      if (block.source === undefined) {
        return isGuide(page) && mustBeIncluded.includes(block.language)
          ? [`${place}: include this ${block.language} from a file that a test runs: file=PATH or file=PATH#REGION`]
          : [];
      }
      const wanted = textOf(root, block.source);
      if (wanted === undefined) return [`${place}: there is no ${nameOf(block.source)}`];
      return wanted === block.text.trim()
        ? []
        : [
            `${place}: differs from ${nameOf(block.source)}; node packages/tooling/run.mjs packages/tooling/snippets.ts writes it`,
          ];
    }),
  );
}

const nameOf = ({ file, region }: NonNullable<CodeBlock['source']>) => (region ? `${file}#${region}` : file);

function textOf(root: string, { file, region }: NonNullable<CodeBlock['source']>): string | undefined {
  const place = path.join(root, file);
  return existsSync(place) ? readRegion(readFileSync(place, 'utf8'), region) : undefined;
}

/** A page with every included block filled in anew. */
export function fillIncludes(root: string, { text, blocks }: Page): string {
  const lines = text.split('\n');
  for (const { source, line, length } of [...blocks].reverse()) {
    const wanted = source && textOf(root, source);
    if (wanted !== undefined) lines.splice(line, length, ...wanted.split('\n'));
  }
  return lines.join('\n');
}

/** Relative links must lead to a file, and to a heading where they name one. */
export function checkLinks(root: string, pages: readonly Page[]): string[] {
  return pages.flatMap((page) =>
    page.links.flatMap(({ target, line }) => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
      const [wanted = '', anchor] = target.split('#');
      const file = wanted === '' ? page.file : path.posix.join(path.posix.dirname(page.file), decodeURI(wanted));
      if (!existsSync(path.join(root, file))) return [`${page.file}:${line}: ${target} leads nowhere`];
      const anchors = anchor === undefined ? undefined : pages.find((each) => each.file === file)?.anchors;
      return anchors !== undefined && !anchors.includes(anchor ?? '')
        ? [`${page.file}:${line}: ${file} has no heading for #${anchor}`]
        : [];
    }),
  );
}

/** What a page tells people to type must exist: `npm run X`, and files given to `node`. */
export function checkCommands(root: string, pages: readonly Page[]): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object };
  return pages.flatMap((page) =>
    page.text.split('\n').flatMap((line, index) => {
      const place = `${page.file}:${index + 1}`;
      const unknown = [...line.matchAll(/\bnpm run ([\w:-]+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !Object.hasOwn(scripts, name));
      const missing = [...line.matchAll(/\bnode ((?:packages|examples)\/[\w./-]+\.(?:mjs|ts|js))/g)]
        .map(([, file = '']) => file)
        .filter((file) => !file.includes('/dist/') && !existsSync(path.join(root, file)));
      return [
        ...unknown.map((name) => `${place}: there is no npm run ${name}`),
        ...missing.map((file) => `${place}: there is no ${file}`),
      ];
    }),
  );
}

/** JSON blocks must be JSON. */
export function checkJson(pages: readonly Page[]): string[] {
  return pages.flatMap(({ file, blocks }) =>
    blocks
      .filter(({ language }) => language === 'json')
      .flatMap(({ text, line }) => {
        try {
          JSON.parse(text);
          return [];
        } catch (error) {
          return [`${file}:${line}: ${error instanceof Error ? error.message : String(error)}`];
        }
      }),
  );
}

/**
 * What a sample may leave to its reader: a name that another sample declares, and whether a list is empty. Examples in
 * TypeScript are held to all of it, with the tests.
 */
const leftToTheReader = ['TS2304', 'TS2552', 'TS18004', 'TS18047'];

/**
 * Compiles every script that pages show against the packages' sources: included ones as the files that they are, others
 * as modules of their own.
 *
 * @returns the compiler's messages about them, each with its place
 */
export async function checkTypes(root: string, pages: readonly Page[]): Promise<string[]> {
  const folder = path.join(tooling, '.cache/snippets');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  /** The compiled files with the place at which a reader finds each. */
  const places = new Map<string, string>();
  for (const { file, blocks } of pages) {
    for (const { language, source, text, line } of blocks) {
      if (!isScript(language)) continue;
      if (source !== undefined) {
        places.set(path.join(root, source.file), source.file);
        continue;
      }
      const name = `${file.replaceAll(/\W+/g, '-')}-${line}.${language === 'ts' ? 'ts' : 'mjs'}`;
      writeFileSync(path.join(folder, name), `${text}\nexport {};\n`);
      places.set(path.join(folder, name), `${file}, block at ${line}`);
    }
  }
  if (places.size === 0) return [];
  const project = path.join(folder, 'tsconfig.json');
  const settings = {
    extends: path.join(tooling, 'tsconfig.tests.json'),
    compilerOptions: {
      noUncheckedIndexedAccess: false,
      noPropertyAccessFromIndexSignature: false,
      noUnusedLocals: false,
    },
    include: [],
    exclude: [],
    files: [...places.keys()].sort(),
  };
  writeFileSync(project, JSON.stringify(settings));
  const { code, output } = await runNode([typescriptCompiler(), '--pretty', 'false', '-p', project], { cwd: root });
  const found = [...output.matchAll(/^(\S.*?)\((\d+),\d+\): error (TS\d+): (.*)$/gm)];
  if (code !== 0 && found.length === 0) return [output];
  return found.flatMap(([, file = '', line, number = '', message]) => {
    const place = places.get(path.resolve(root, file));
    return place === undefined || leftToTheReader.includes(number) ? [] : [`${place}:${line}: ${number} ${message}`];
  });
}
