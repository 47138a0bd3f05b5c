import type { Described, ElementField, PublicElement } from './elements.ts';

/** The values that an attribute may have, where they are few: `frame` and `inline`. */
const valuesOf = ({ type }: ElementField): readonly string[] =>
  [...type.matchAll(/'([^']+)'/g)].map(([, value = '']) => value);

/** What may be written into an attribute, which is never null: it is left out. */
const attributeType = ({ type }: ElementField) => type.replace(/ \| null$/, '');

/** The compiled file of a source. */
const built = (source: string) => source.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');

/** `custom-elements.json`, by the schema 1.0.0 of custom-elements-manifest: what editors, docs tools and framework wrappers read. */
export function customElementsManifest(elements: readonly PublicElement[]) {
  return {
    schemaVersion: '1.0.0',
    readme: 'README.md',
    modules: elements.flatMap((element) => {
      const module = built(element.source);
      const declaration = { name: element.name, module };
      return [
        {
          kind: 'javascript-module',
          path: module,
          declarations: [classOf(element)],
          exports: [{ kind: 'js', name: element.name, declaration }],
        },
        {
          kind: 'javascript-module',
          path: `dist/${element.tag}.js`,
          declarations: [],
          exports: [
            { kind: 'js', name: element.name, declaration },
            { kind: 'custom-element-definition', name: element.tag, declaration },
          ],
        },
      ];
    }),
  };
}

function classOf({ name, description, tag, superclass, fields, events, slots, parts, properties }: PublicElement) {
  return {
    kind: 'class',
    customElement: true,
    name,
    tagName: tag,
    description,
    superclass: { name: superclass, package: 'lit' },
    members: fields.map((field) => ({
      kind: 'field',
      name: field.name,
      type: { text: field.type },
      default: field.default,
      description: field.description,
      ...(field.attribute === undefined ? {} : { attribute: field.attribute }),
    })),
    attributes: fields
      .filter(({ attribute }) => attribute !== undefined)
      .map((field) => ({
        name: field.attribute,
        fieldName: field.name,
        type: { text: attributeType(field) },
        description: field.description,
      })),
    events: events.map((event) => ({ name: event.name, type: { text: event.type }, description: event.description })),
    slots,
    cssParts: parts,
    cssProperties: properties,
  };
}

/** `vscode.html-custom-data.json`: tags and attributes as VS Code and its relatives offer them in HTML. */
export function vscodeCustomData(elements: readonly PublicElement[]) {
  const markdown = (value: string) => ({ kind: 'markdown', value });
  return {
    version: 1.1,
    tags: elements.map(({ tag, description, fields }) => ({
      name: tag,
      description: markdown(description),
      attributes: fields.flatMap((field) =>
        field.attribute === undefined
          ? []
          : [{ name: field.attribute, description: markdown(field.description), ...offered(field) }],
      ),
    })),
  };
}

/** What VS Code completes after the equals sign: nothing for an attribute that is there or not (`v`). */
function offered(field: ElementField) {
  if (field.type === 'boolean') return { valueSet: 'v' };
  const values = valuesOf(field).map((name) => ({ name }));
  return values.length > 0 ? { values } : {};
}

/** `web-types.json`: the same for JetBrains' editors. */
export function webTypes(elements: readonly PublicElement[], version: string) {
  const described = ({ name, description }: Described) => ({ name, description });
  return {
    $schema: 'https://json.schemastore.org/web-types',
    name: '@openprm/widgets',
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map(({ tag, description, fields, events, slots, parts, properties }) => ({
          name: tag,
          description,
          attributes: fields.flatMap((field) => {
            const { attribute, description } = field;
            return attribute === undefined
              ? []
              : [{ name: attribute, description, value: { type: attributeType(field) } }];
          }),
          slots: slots.map(described),
          js: {
            properties: fields.map((field) => ({ ...described(field), value: { type: field.type } })),
            events: events.map(described),
          },
          css: { parts: parts.map(described), properties: properties.map(described) },
        })),
      },
    },
  };
}
