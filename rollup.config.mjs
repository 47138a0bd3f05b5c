// What a browser loads from /embed/: the loader and, behind its dynamic imports, one chunk per element.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { minifyHTMLLiterals } from 'minify-literals';
import { rollup } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const home = here('.');
const apartPrefix = path.join(home, '.apart');
const output = here('packages/embed/dist/cdn');
const statesOutput = here('packages/embed/dist/states');

const isLit = (id) =>
  /[\\/]node_modules[\\/](lit-html[\\/](node[\\/])?lit-html|lit-element|lit[\\/](?!directives)|@lit[\\/]reactive-element)/.test(
    id,
  );

/** Tells V8 to compile a file while it arrives, beside the main thread (https://v8.dev/blog/explicit-compile-hints); no other engine minds. */
const eager = '//# allFunctionsCalledOnLoad';
/** Nearly all of these runs before anything is shown. Measured: 4 ms less to compile in the way of the first frame, at an ordinary processor's speed. */
const first = new Set(['booking', 'define-element', 'lit']);

const elements = {
  input: {
    openprm: here('packages/embed/src/openprm.ts'),
    frame: here('packages/embed/src/frame/frame.ts'),
    refused: here('packages/embed/src/frame/refused.ts'),
  },
  output: {
    dir: output,
    format: 'es',
    // Only the loader is named by people; the app finds the frame's scripts in the manifest.
    entryFileNames: ({ name }) => (name === 'openprm' ? '[name].js' : '[name]-[hash].js'),
    chunkFileNames: '[name]-[hash].js',
    // One copy of lit, whatever a page loads: a second one throws on the Trusted Types policy `lit-html`. What only some elements use of it, a
    // directive or the provider of a context, stays with them.
    manualChunks: (id) => (isLit(id) ? 'lit' : undefined),
    banner: ({ name }) => (first.has(name) ? eager : ''),
    sourcemap: true,
    sourcemapExcludeSources: true,
  },
  plugins: [
    emptyOutput(output),
    shells(['access-log', 'booking', 'survey']),
    apart({
      'access-log': here('packages/embed/src/elements/access-log.ts'),
      survey: here('packages/embed/src/elements/survey.ts'),
      'remembered-session': here('packages/widgets/src/booking/remembered-session.ts'),
      'own-surveys': here('packages/widgets/src/survey/own/own-surveys.ts'),
      'draft-keeper': here('packages/widgets/src/survey/draft-keeper.ts'),
      'survey-drafts': here('packages/widgets/src/survey/draft-keeper.ts'),
    }),
    leanSchemas(),
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
    terser({ ecma: 2020, module: true, format: { comments: /^# allFunctionsCalledOnLoad$/ } }),
    preloads(),
    manifest(),
  ],
  onLog(level, log, handle) {
    // A missing import would otherwise be a warning, and a bare specifier in a browser.
    if (log.code === 'UNRESOLVED_IMPORT' || log.code === 'MISSING_EXPORT') handle('error', log);
    else handle(level, log);
  },
};

/**
 * The shell of a frame is one file with all that it needs. A page loads it instead of the element, so sharing chunks with the element would cost both of
 * them requests and bytes. What the loader imports is built, and what the element itself imports of it is that file too.
 *
 * @param names of elements
 */
function shells(names) {
  const built = new Map();
  return {
    name: 'shells',
    async buildStart() {
      for (const name of names) {
        const modules = [
          here(`packages/embed/src/elements/${name}-shell.ts`),
          here(`packages/widgets/src/frame/${name}-frame.ts`),
        ];
        const bundle = await rollup({
          input: { [`${name}-shell`]: modules[0] },
          plugins: elements.plugins.filter(({ name }) => !ofWhole.has(name)),
          onLog: elements.onLog,
        });
        const {
          output: [chunk],
        } = await bundle.generate({ format: 'es', entryFileNames: '[name]-[hash].js' });
        await bundle.close();
        for (const id of modules) built.set(id, chunk.fileName);
        this.emitFile({ type: 'prebuilt-chunk', fileName: chunk.fileName, code: chunk.code, exports: chunk.exports });
      }
    },
    async resolveId(source, importer, options) {
      if (!importer || !/-(shell|frame)\b/.test(source)) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const file = found && built.get(splitApart(found.id).id);
      return file ? { id: `./${file}`, external: 'relative' } : null;
    },
  };
}

/**
 * Elements that share lit with the others and nothing else: what two elements need stands in both. A page has one of them as a rule, and a file that they share
 * has what any of them needs and compresses worse. So does what few pages load at all or at first: a session that is remembered, the list of somebody's own surveys, what keeps answers on a device. By its name, the module that begins it; what it imports gets a path of its own below `.apart`.
 */
function apart(roots) {
  return {
    name: 'apart',
    async resolveId(source, importer, options) {
      if (!importer) return null;
      const from = splitApart(importer);
      const found = await this.resolve(source, from.id, { ...options, skipSelf: true });
      if (!found || found.external || isLit(found.id) || !found.id.startsWith(home)) return found;
      const [name] = Object.entries(roots).find(([, root]) => root === found.id) ?? [from.name];
      return name === undefined ? found : { ...found, id: path.join(apartPrefix, name, path.relative(home, found.id)) };
    },
    load(id) {
      const real = splitApart(id);
      return real.name === undefined ? null : readFileSync(real.id, 'utf8');
    },
  };
}

/** @returns the name of the element that a module belongs to, where it has one of its own, and where the module really is */
function splitApart(id) {
  if (!id.startsWith(apartPrefix)) return { id };
  const [name, ...parts] = path.relative(apartPrefix, id).split(path.sep);
  return { name, id: path.join(home, ...parts) };
}

/** The demo's page of all states: the elements' sources with their list of states, which is a fixture of tests and is in no package. */
const states = {
  input: { states: here('packages/widgets/src/states-page.fixture.ts') },
  output: { dir: statesOutput, format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
  plugins: [
    emptyOutput(statesOutput),
    fixturesOfSources(),
    ...elements.plugins.filter(({ name }) => name !== 'empty-output' && name !== 'manifest'),
  ],
  onLog: elements.onLog,
};

export default [elements, states];

/** Plugins that see the build as a whole. */
const ofWhole = new Set(['empty-output', 'shells', 'preloads', 'manifest']);

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
 * What lit would leave on the page's global object, where a page's own copy of it keeps its own, and settings of one would reach the other. Each rule has to match, so that a new version of a library that does it otherwise stops the build.
 */
const globalsRules = [
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
      for (const { pattern, replacement } of rules) {
        const next = changed.replace(pattern, replacement);
        if (next === changed) this.error(`${id} has nothing that looks like ${pattern}: see keepOffGlobals`);
        changed = next;
      }
      return { code: changed, map: null };
    },
  };
}

/**
 * A schema that nobody uses is dropped: rollup cannot know by itself that `.check()` only makes one, so the calls that make schemas are marked.
 */
function pureSchemas() {
  const calls = /(=>?|[:(,[])(\s*)(?=z\s*\.|(?:code|id|line|paragraph|whole|page|resourceInput)\()/g;
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

/**
 * Reads answers without zod, by the contract's own schemas: what makes them is another one in the elements. What of zod that cannot do would come with
 * the whole of zod, so the build stops.
 */
function leanSchemas() {
  const lean = here('packages/contract/src/lean-schemas.ts');
  return {
    name: 'lean-schemas',
    resolveId: (source, importer) => (source === 'zod/mini' && importer !== lean ? lean : null),
    generateBundle(_options, bundle) {
      for (const { fileName, modules = {} } of Object.values(bundle)) {
        const [left] =
          Object.entries(modules).find(([id, { code }]) => code && /[\\/]node_modules[\\/]zod[\\/]/.test(id)) ?? [];
        if (left) this.error(`${fileName} has ${left}: what its schemas use of zod has to stand in ${lean}.`);
      }
    },
  };
}

/** Tells the loader what each element's chunk imports, so that all of it is fetched at once. */
function preloads() {
  return {
    name: 'preloads',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      for (const loader of chunks.filter(({ isEntry }) => isEntry)) {
        loader.code = loader.code.replace(/(["'`])preload:([\w,-]+)\1/g, (_match, quote, names) => {
          const files = names.split(',').flatMap((name, index) => {
            const chunk = chunks.find((each) => each.isDynamicEntry && each.name === name);
            if (!chunk) this.error(`The loader preloads ${name}, which is no chunk.`);
            // The first one is imported by the loader itself.
            return [...(index > 0 ? [chunk.fileName] : []), ...staticImports(chunk, bundle)];
          });
          return quote + [...new Set(files)].join(' ') + quote;
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
      const nameOf = ({ name }) => name.replace(/-[\w-]{8}\.js$/, '');
      const isFirst = (chunk) => chunks.find((other) => nameOf(other) === nameOf(chunk)) === chunk;
      const entries = chunks.map((chunk) => [
        isFirst(chunk) ? nameOf(chunk) : chunk.fileName,
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
