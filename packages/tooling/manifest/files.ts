import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../places.mjs';
import { customElementsManifest, vscodeCustomData, webTypes } from './editor-data.ts';
import { type PublicElement, widgets } from './elements.ts';
import { fillTables } from './tables.ts';

/** A file by its path from the root, with what it has to hold. */
export interface GeneratedFile {
  readonly file: string;
  readonly text: string;
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** What the package of the elements is published with; made when it is packed, and kept out of git. */
export function packageFiles(elements: readonly PublicElement[]): GeneratedFile[] {
  const { version } = JSON.parse(readFileSync(path.join(widgets, 'package.json'), 'utf8')) as { version: string };
  return [
    { file: 'packages/widgets/custom-elements.json', text: json(customElementsManifest(elements)) },
    { file: 'packages/widgets/vscode.html-custom-data.json', text: json(vscodeCustomData(elements)) },
    { file: 'packages/widgets/web-types.json', text: json(webTypes(elements, version)) },
  ];
}

/** The page of each element, with its tables as the source says them. */
export function elementPages(elements: readonly PublicElement[]): GeneratedFile[] {
  return elements.map((element) => {
    const file = `docs/elements/${element.tag}.md`;
    return { file, text: fillTables(readFileSync(path.join(root, file), 'utf8'), element) };
  });
}
