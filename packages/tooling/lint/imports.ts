import { parseSync, Visitor } from 'oxc-parser';

/** One import or re-export as the source says it. */
export interface Import {
  readonly specifier: string;
  /** `type` when nothing of it is left at run time; `lazy` for `import()`. */
  readonly kind: 'static' | 'lazy' | 'type';
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Reads the imports of a TypeScript source, re-exports and types in the middle of a line (`import('x').Y`) included.
 *
 * @throws when the source does not parse
 */
export function readImports(file: string, source: string): Import[] {
  const { module, program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const found: Import[] = [];
  const add = (specifier: string, kind: Import['kind'], at: number) =>
    found.push({ specifier, kind, line: source.slice(0, at).split('\n').length });

  for (const { moduleRequest, entries, start } of module.staticImports) {
    const onlyTypes = entries.length > 0 && entries.every((entry) => entry.isType);
    add(moduleRequest.value, onlyTypes ? 'type' : 'static', start);
  }
  for (const { entries, start } of module.staticExports) {
    const from = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (from) add(from.value, entries.every((entry) => entry.isType) ? 'type' : 'static', start);
  }
  new Visitor({
    ImportExpression: ({ source: name, start }) => {
      if (name.type === 'Literal') add(String(name.value), 'lazy', start);
    },
    TSImportType: ({ source: name, start }) => void add(String(name.value), 'type', start),
  }).visit(program);
  return found.sort((a, b) => a.line - b.line);
}
