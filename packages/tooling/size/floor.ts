import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type InputPluginOption, rollup, type RollupOptions } from 'rollup';
import { root } from '../places.mjs';

/**
 * What the first slots cannot be shown without, whatever the element is like: the libraries that it is built on, as far as it uses them, and the
 * endpoint rows that it calls before a time is chosen.
 */
const entry = `
import { ContextEvent } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { searchSlots } from '@openprm/contract';
globalThis.floor = [ContextEvent, css, html, LitElement, nothing, property, searchSlots];`;

/** Settings of the build that would write files, and those that only chunks of ours have. */
const notHere = new Set(['empty-output', 'preloads', 'manifest']);

/** Bundles the floor alone, by the same configuration as what is shipped. @returns its minified code */
export const bundleFloor = (): Promise<string> => bundleAlone(entry);

/** Bundles a module that is given as text, as if it stood among the elements' sources. @returns its minified code, in one file */
export async function bundleAlone(source: string): Promise<string> {
  const { default: builds } = (await import(pathToFileURL(path.join(root, 'rollup.config.mjs')).href)) as {
    default: readonly (RollupOptions & { plugins: readonly { name: string }[] })[];
  };
  const id = path.join(root, 'packages/widgets/src/floor.ts');
  const virtual: InputPluginOption = {
    name: 'floor',
    resolveId: (asked) => (asked === 'floor' ? id : null),
    load: (file) => (file === id ? source : null),
  };
  // The first of the builds is the one of the elements.
  const plugins = (builds[0]?.plugins ?? []).filter(({ name }) => !notHere.has(name)) as InputPluginOption[];
  const bundle = await rollup({ input: 'floor', plugins: [virtual, ...plugins], onLog: () => undefined });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output[0].code;
}
