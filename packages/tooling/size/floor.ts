import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type InputPluginOption, rollup, type RollupOptions } from 'rollup';
import { root, tooling } from '../places.mjs';
import { runCommand } from '../test/command.ts';

/** What an element begins with, whatever it is like. */
export interface Floor {
  /** What a reader of the table knows it by. */
  readonly label: string;
  /** The budget that is measured from it. */
  readonly of: string;
  /** How much more that may weigh, in bytes of gzip. */
  readonly most: number;
  /** What the element uses of lit, as a module imports it. */
  readonly lit: readonly string[];
  /** The endpoint rows that it calls until then. */
  readonly rows: readonly string[];
}

const element = [
  `import { css, html, LitElement, nothing } from 'lit';`,
  `import { property } from 'lit/decorators.js';`,
  `import { ContextEvent } from '@lit/context';`,
];

/**
 * What a developer would have to ship who built the same with the libraries that the budgets name: lit as far as it is used, ky, zod/mini as far as the rows use it,
 * idb-keyval to look for what was begun, and the rows. In one file, which is the least that they can weigh. We ship neither ky nor zod to a browser (ADRs 14 and 39).
 */
export const floors: readonly Floor[] = [
  {
    label: 'floor: libraries, rows of the booking',
    of: 'booking, to the first slots',
    most: 12_000,
    lit: element,
    rows: ['searchSlots'],
  },
  {
    label: 'floor: libraries, rows of the survey',
    of: 'survey, to the first question',
    most: 10_000,
    lit: [
      ...element,
      `import { adoptStyles, isServer, ReactiveElement } from 'lit';`,
      `import { guard } from 'lit/directives/guard.js';`,
      `import { repeat } from 'lit/directives/repeat.js';`,
    ],
    rows: ['getSurveyForm', 'openSurveyInvitation'],
  },
];

const libraries = path.join(tooling, 'size/libraries');

/** Bundles a floor by the same configuration as what is shipped, but with zod. @returns its minified code, in one file */
export async function bundleFloor({ lit, rows }: Floor): Promise<string> {
  const ky = path.join(libraries, 'node_modules/ky/distribution/index.js');
  if (!existsSync(ky)) {
    const { code } = await runCommand('npm', ['ci', '--prefix', libraries, '--no-audit', '--no-fund'], { live: true });
    if (code !== 0) throw new Error(`npm ci failed in ${libraries}: without its libraries a floor cannot be weighed.`);
  }
  const imports = [
    ...lit,
    `import ky from ${JSON.stringify(ky)};`,
    `import { createStore, get } from 'idb-keyval';`,
    `import { ${rows.join(', ')} } from '@openprm/contract';`,
  ];
  const names = imports.flatMap((line) => /^import (?:\{ (.*) \}|(\w+)) from/.exec(line)?.slice(1) ?? []);
  return bundle(`${imports.join('\n')}\nglobalThis.floor = [${names.filter(Boolean).join(', ')}];`, ['lean-schemas']);
}

/** Bundles a module that is given as text, as if it stood among the elements' sources. @returns its minified code, in one file */
export const bundleAlone = (source: string): Promise<string> => bundle(source, []);

/** Parts of the build that would write files, and those that only chunks of ours have. */
const ofWhole = ['empty-output', 'shells', 'preloads', 'manifest'];

/** @param without names of further plugins of the build */
async function bundle(source: string, without: readonly string[]): Promise<string> {
  const { default: builds } = (await import(pathToFileURL(path.join(root, 'rollup.config.mjs')).href)) as {
    default: readonly (RollupOptions & { plugins: readonly { name: string }[] })[];
  };
  const id = path.join(root, 'packages/widgets/src/floor.ts');
  const virtual: InputPluginOption = {
    name: 'floor',
    resolveId: (asked) => (asked === 'floor' ? id : null),
    load: (file) => (file === id ? source : null),
  };
  const notHere = new Set([...ofWhole, ...without]);
  // The first of the builds is the one of the elements.
  const plugins = (builds[0]?.plugins ?? []).filter(({ name }) => !notHere.has(name)) as InputPluginOption[];
  const bundled = await rollup({ input: 'floor', plugins: [virtual, ...plugins], onLog: () => undefined });
  const { output } = await bundled.generate({ format: 'es' });
  await bundled.close();
  return output[0].code;
}
