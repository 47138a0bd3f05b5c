import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { binary } from '../lint/format.ts';
import { root } from '../places.mjs';
import { runNode } from '../test/command.ts';

/** Something that has a name and a sentence. */
export interface Described {
  readonly name: string;
  /** Markdown, one paragraph. */
  readonly description: string;
}

/** A public property, with its attribute unless it has none. */
export interface ElementField extends Described {
  /** As TypeScript writes it, without names of the package's own: `'frame' | 'inline' | null`. */
  readonly type: string;
  /** What it is unless it is set, as it stands in the source. */
  readonly default: string;
  readonly attribute: string | undefined;
}

/** An event with the class that it is of, and that class's own fields. */
export interface ElementEvent extends Described {
  readonly type: string;
  readonly fields: readonly string[];
}

/** What the source of an element says that it is. */
export interface PublicElement extends Described {
  readonly tag: string;
  /** Relative to the package: `src/booking/booking-element.ts`. */
  readonly source: string;
  readonly superclass: string;
  readonly fields: readonly ElementField[];
  readonly events: readonly ElementEvent[];
  readonly slots: readonly Described[];
  readonly parts: readonly Described[];
  readonly properties: readonly Described[];
}

/** The elements' package. */
export const widgets = path.join(root, 'packages/widgets');

interface AnalyzedClass {
  readonly kind: string;
  readonly name: string;
  readonly description?: string;
  readonly superclass?: { readonly name: string };
  readonly members?: readonly {
    kind: string;
    name: string;
    privacy?: string;
    static?: boolean;
    type?: { text: string };
    default?: string;
    attribute?: string;
    description?: string;
    inheritedFrom?: object;
  }[];
  readonly events?: readonly { name: string; description?: string }[];
  readonly slots?: readonly { name: string; description?: string }[];
  readonly cssParts?: readonly { name: string; description?: string }[];
  readonly cssProperties?: readonly { name: string; description?: string }[];
}

/**
 * Reads the elements from their class headers and decorators.
 *
 * @throws when the analyzer fails, or something public has no description
 */
export async function readElements(): Promise<PublicElement[]> {
  const classes = await analyze();
  const fieldsOf = (name: string) =>
    publicFields(classes.find(({ declaration }) => declaration.name === name)?.declaration);
  return classes
    .filter(({ declaration }) => declaration.name.endsWith('Element'))
    .map(({ declaration, source }) => {
      const tag = `prm-${path.basename(source, '-element.ts')}`;
      const described = (items: readonly { name: string; description?: string }[] = []) =>
        items.map(({ name, description }) => ({ name, description: oneParagraph(tag, name, description) }));
      return {
        tag,
        source,
        superclass: declaration.superclass?.name ?? 'HTMLElement',
        name: declaration.name,
        description: oneParagraph(tag, tag, declaration.description?.split('\n\n')[0]),
        fields: publicFields(declaration).map(({ name, type, default: set, attribute, description }) => ({
          name,
          type: spelledOut(type?.text ?? 'unknown'),
          default: set ?? 'undefined',
          attribute,
          description: oneParagraph(tag, name, description),
        })),
        events: (declaration.events ?? []).map((event) => {
          const [, type = 'Event'] = /\{@link (\w+)\}/.exec(event.description ?? '') ?? [];
          const description = (event.description ?? '').replace(/\s*\{@link \w+\}/, '');
          return {
            name: event.name,
            type,
            description: oneParagraph(tag, event.name, description),
            fields: fieldsOf(type).map(({ name }) => name),
          };
        }),
        slots: described(declaration.slots),
        parts: described(declaration.cssParts),
        properties: described(declaration.cssProperties),
      };
    });
}

async function analyze(): Promise<{ source: string; declaration: AnalyzedClass }[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'openprm-manifest-'));
  try {
    const analyzer = binary('@custom-elements-manifest/analyzer', 'cem.js');
    const config = path.relative(widgets, fileURLToPath(new URL('./analyzer.config.mjs', import.meta.url)));
    const flags = ['--config', config, '--outdir', path.relative(widgets, folder)];
    const { code, output } = await runNode([analyzer, 'analyze', ...flags], { cwd: widgets });
    if (code !== 0) throw new Error(output);
    const { modules } = JSON.parse(readFileSync(path.join(folder, 'custom-elements.json'), 'utf8')) as {
      modules: { path: string; declarations: AnalyzedClass[] }[];
    };
    // The analyzer reads files at once, and gives them in the order in which they came.
    const inOrder = modules.toSorted((one, other) => (one.path < other.path ? -1 : 1));
    return inOrder.flatMap(({ path: source, declarations }) =>
      declarations.filter(({ kind }) => kind === 'class').map((declaration) => ({ source, declaration })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the types of public properties have their names from. */
const aliases = readFileSync(path.join(widgets, 'src/config/defaults.ts'), 'utf8');

/** What an editor knows by its name, or a page has from a package: classes of `@openprm/sdk`, the types of `@openprm/questionnaire`, and TypeScript's own. */
const knownNames: ReadonlySet<string> = new Set(['PatientSession', 'ExpandValueSet', 'Readonly', 'Record']);

/** A type with its own names replaced by what they stand for, since an editor has only the text. @throws for a name that stands nowhere */
function spelledOut(type: string): string {
  return type.replaceAll(/\b[A-Z]\w*/g, (name) => {
    if (knownNames.has(name)) return name;
    const [, meaning] = new RegExp(`^export type ${name} = ([^;]+);`, 'm').exec(aliases) ?? [];
    if (meaning === undefined)
      throw new Error(`The type ${name} of a public property is not in src/config/defaults.ts.`);
    return meaning;
  });
}

const publicFields = (declaration: AnalyzedClass | undefined) =>
  (declaration?.members ?? []).filter(
    (member) =>
      member.kind === 'field' &&
      member.privacy === undefined &&
      !member.static &&
      !member.name.startsWith('#') &&
      !member.inheritedFrom,
  );

function oneParagraph(tag: string, name: string, description: string | undefined): string {
  if (!description) throw new Error(`<${tag}>: ${name} has no description.`);
  return description.replaceAll(/\s+/g, ' ').trim();
}
