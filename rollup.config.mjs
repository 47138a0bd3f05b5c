// What a browser loads from /embed/: the loader and, behind its dynamic imports, one chunk per element.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { minifyHTMLLiterals } from 'minify-literals';
import esbuild from 'rollup-plugin-esbuild';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const output = here('packages/embed/dist/cdn');
const statesOutput = here('packages/embed/dist/states');

const elements = {
  input: { openprm: here('packages/embed/src/openprm.ts') },
  output: {
    dir: output,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    // One copy of lit, whatever a page loads: a second one throws on the Trusted Types policy `lit-html`. What only some elements use of it, a
    // directive or the provider of a context, stays with them.
    manualChunks: (id) =>
      /[\\/]node_modules[\\/](lit-html[\\/](node[\\/])?lit-html|lit-element|lit[\\/]|@lit[\\/]reactive-element)/.test(
        id,
      )
        ? 'lit'
        : undefined,
    sourcemap: true,
    sourcemapExcludeSources: true,
  },
  plugins: [
    emptyOutput(output),
    nodeResolve({
      // The sources, not dist: a package boundary then costs nothing, and rollup sees what is unused.
      exportConditions: ['openprm-source', 'browser', 'production', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    }),
    keepOffGlobals(),
    minifyTemplates(),
    pureSchemas(),
    esbuild({ target: 'es2022', tsconfig: here('packages/widgets/tsconfig.json') }),
    answersOnly(),
    terser({ ecma: 2020, module: true }),
    preloads(),
    manifest(),
  ],
  onLog(level, log, handle) {
    // A missing import would otherwise be a warning, and a bare specifier in a browser.
    if (log.code === 'UNRESOLVED_IMPORT' || log.code === 'MISSING_EXPORT') handle('error', log);
    else handle(level, log);
  },
};

/** The demo's page of all states: the elements' sources with their list of states, which is a fixture of tests and is in no package. */
const states = {
  input: { states: here('packages/widgets/src/booking/states-page.fixture.ts') },
  output: { dir: statesOutput, format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
  plugins: [
    emptyOutput(statesOutput),
    fixturesOfSources(),
    ...elements.plugins.filter(({ name }) => name !== 'empty-output' && name !== 'manifest'),
  ],
  onLog: elements.onLog,
};

export default [elements, states];

/** Hashed names of the last build would pile up. */
function emptyOutput(folder) {
  return { name: 'empty-output', buildStart: () => rmSync(folder, { recursive: true, force: true }) };
}

/** `npm start` does not install the testing kit, whose fixtures are plain data. */
function fixturesOfSources() {
  return {
    name: 'fixtures-of-sources',
    resolveId: (id) => (id === '@openprm/testing' ? here('packages/testing/src/index.ts') : null),
  };
}

/**
 * What is shown must stay what it was: in SVG a slash that is gone leaves an element open, and the next one inside it; and a space between two words
 * in two elements is a space.
 */
const templateOptions = { keepClosingSlash: true, conservativeCollapse: true, removeEmptyAttributes: false };

/** Takes the indentation out of html`` and css``. Runs before esbuild, which would turn the templates into calls. */
function minifyTemplates() {
  return {
    name: 'minify-templates',
    async transform(code, id) {
      if (!id.endsWith('.ts') || !/(html|css|svg)`/.test(code)) return null;
      const minified = await minifyHTMLLiterals(code, { fileName: id, html: templateOptions });
      return minified ?? null;
    },
  };
}

/**
 * What lit and zod would leave on the page's global object, where a page's own copies of them keep theirs, and settings of one would reach the
 * other. Each rule has to match, so that a new version of a library that does it otherwise stops the build.
 */
const globalsRules = [
  {
    file: /zod[\\/]v4[\\/]core[\\/](core|registries)\.js$/,
    pattern: /\bglobalThis\b/g,
    replacement: 'ours',
    before: 'const ours = {};\n',
  },
  {
    file: /[\\/](reactive-element|lit-html|lit-element)\.js$/,
    pattern: /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/,
    replacement: '0',
  },
  {
    // Standard decorators alone keep their metadata there; ours are the experimental ones.
    file: /[\\/]reactive-element\.js$/,
    pattern: /(?<=;)Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap;/,
    replacement: 'const litPropertyMetadata=new WeakMap;',
  },
];

/** Applies {@link globalsRules}. */
function keepOffGlobals() {
  return {
    name: 'keep-off-globals',
    transform(code, id) {
      const rules = id.includes('node_modules') ? globalsRules.filter(({ file }) => file.test(id)) : [];
      if (rules.length === 0) return null;
      let changed = code;
      for (const { pattern, replacement, before = '' } of rules) {
        const next = changed.replace(pattern, replacement);
        if (next === changed) this.error(`${id} has nothing that looks like ${pattern}: see keepOffGlobals`);
        changed = before + next;
      }
      return { code: changed, map: null };
    },
  };
}

/**
 * A schema that nobody uses is dropped: rollup cannot know by itself that `.check()` only makes one, so the calls that make schemas are marked.
 */
function pureSchemas() {
  const calls = /(=>?|:|\()(\s*)(?=z\s*\.|(?:code|id|line|paragraph|whole|page)\()/g;
  return {
    name: 'pure-schemas',
    transform: (code, id) => (isContract(id) ? { code: code.replace(calls, '$1$2/* @__PURE__ */ '), map: null } : null),
  };
}

/** What a caller sends is checked by the compiler and by the server; the SDK parses answers only. So a browser's endpoint rows hold no other schema. */
function answersOnly() {
  const requestParts = new Set(['params', 'query', 'body']);
  return {
    name: 'answers-only',
    transform(code, id) {
      if (!isContract(id)) return null;
      let kept = code;
      for (const statement of this.parse(code).body) {
        for (const { init } of statement.declaration?.declarations ?? []) {
          if (init?.type !== 'CallExpression' || init.callee.name !== 'endpoint') continue;
          for (const { key, start, end } of init.arguments[0].properties) {
            if (!requestParts.has(key.name)) continue;
            // Blanks, so that every place of the source map stays right.
            const comma = code.slice(end).search(/\S/);
            const until = code[end + comma] === ',' ? end + comma + 1 : end;
            kept = kept.slice(0, start) + code.slice(start, until).replace(/\S/g, ' ') + kept.slice(until);
          }
        }
      }
      return { code: kept, map: null };
    },
  };
}

const isContract = (id) => /[\\/]contract[\\/]src[\\/]/.test(id);

/** Tells the loader what each element's chunk imports, so that all of it is fetched at once. */
function preloads() {
  return {
    name: 'preloads',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      for (const loader of chunks.filter(({ isEntry }) => isEntry)) {
        loader.code = loader.code.replace(/(["'`])preload:([\w-]+)\1/g, (_match, quote, name) => {
          const chunk = chunks.find((each) => each.isDynamicEntry && each.name === name);
          if (!chunk) this.error(`The loader preloads ${name}, which is no chunk.`);
          return quote + staticImports(chunk, bundle).join(' ') + quote;
        });
      }
    },
  };
}

/** manifest.json: for each file its static imports (to preload and to weigh) and what it may load later. */
function manifest() {
  return {
    name: 'manifest',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const isFirst = (chunk) => chunks.find((other) => other.name === chunk.name) === chunk;
      const entries = chunks.map((chunk) => [
        isFirst(chunk) ? chunk.name : chunk.fileName,
        {
          file: chunk.fileName,
          isEntry: chunk.isEntry,
          imports: staticImports(chunk, bundle),
          dynamicImports: chunk.dynamicImports,
        },
      ]);
      const source = `${JSON.stringify(Object.fromEntries(entries.sort()), null, 2)}\n`;
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source });
    },
  };
}

/** All that a chunk imports statically, through other chunks too, without itself. */
function staticImports(chunk, bundle) {
  const found = new Set();
  const visit = (fileName) => {
    if (found.has(fileName)) return;
    found.add(fileName);
    bundle[fileName]?.imports.forEach(visit);
  };
  chunk.imports.forEach(visit);
  return [...found].sort();
}
