import type { Page } from 'playwright-core';

/** What Chromium tells assistive technology of a node (https://chromedevtools.github.io/devtools-protocol/tot/Accessibility/#type-AXNode). */
interface TreeNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly description?: { readonly value?: unknown };
  readonly value?: { readonly value?: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
  readonly backendDOMNodeId?: number;
}

/** States and properties that a screen reader speaks of, in the order in which they are written. */
const spoken = [
  'level',
  'checked',
  'pressed',
  'selected',
  'expanded',
  'disabled',
  'readonly',
  'required',
  'invalid',
  'busy',
  'live',
  'focused',
  'valuetext',
] as const;

/** What is so of almost everything, and not spoken. */
const silent: Readonly<Record<string, unknown>> = {
  invalid: 'false',
  focused: false,
  readonly: false,
  required: false,
  busy: false,
  valuetext: '',
};

/** Roles of nodes that only carry others, and are not spoken of. */
const carriers = new Set(['none', 'generic', 'LabelText', 'Legend']);

/** Carriers whose text is the name of a control, and is told with it. */
const namers = new Set(['LabelText', 'Legend']);

/** Nodes that break text and are no more. */
const breaks = new Set(['InlineTextBox', 'LineBreak']);

/** A node as it is written, or a run of text. */
interface Line {
  readonly depth: number;
  readonly text: string;
  readonly isText: boolean;
}

/**
 * Reads what Chromium tells assistive technology of a page, as it is now. All of it at once, since the browser works out the whole page for each
 * question.
 *
 * @returns what is told below an element, by the element's selector outside of shadow roots: one node a line and indented by depth, as role, "name",
 * (description), = value and [states]. Text that is the name or the value of what it stands in is left out.
 */
export async function readAccessibility(page: Page): Promise<(selector: string) => Promise<string>> {
  const session = await page.context().newCDPSession(page);
  const nodes: readonly TreeNode[] = (await session.send('Accessibility.getFullAXTree')).nodes;
  const byId = new Map(nodes.map((each) => [each.nodeId, each]));
  return async (selector) => {
    const expression = `document.querySelector(${JSON.stringify(selector)})`;
    const { result } = await session.send('Runtime.evaluate', { expression });
    const { node } = await session.send('DOM.describeNode', { objectId: result.objectId ?? '' });
    const root = nodes.find(({ backendDOMNodeId }) => backendDOMNodeId === node.backendNodeId);
    if (!root) throw new Error(`${selector} is not in the accessibility tree.`);
    const lines = joinText(linesOf(root, byId, 0, ''));
    return lines.map(({ depth, text }) => `${'  '.repeat(depth)}${text}`).join('\n');
  };
}

function linesOf(node: TreeNode, byId: ReadonlyMap<string, TreeNode>, depth: number, toldAbove: string | null): Line[] {
  const role = textOf(node.role);
  const name = textOf(node.name);
  if (breaks.has(role)) return [];
  if (role === 'StaticText') {
    const isTold = toldAbove === null || name === '' || toldAbove.includes(name);
    return isTold ? [] : [{ depth, text: name, isText: true }];
  }
  const isCarrier = node.ignored || carriers.has(role);
  const inside = namers.has(role) ? null : isCarrier ? toldAbove : `${name} ${textOf(node.value)}`;
  const children = (node.childIds ?? []).flatMap((id) => {
    const child = byId.get(id);
    return child ? linesOf(child, byId, isCarrier ? depth : depth + 1, inside) : [];
  });
  return isCarrier ? children : [{ depth, text: wordsOf(node), isText: false }, ...children];
}

function wordsOf(node: TreeNode): string {
  const [role, name, description, value] = [node.role, node.name, node.description, node.value].map(textOf);
  return [
    role,
    name === '' ? '' : `"${name}"`,
    description === '' ? '' : `(${description})`,
    value === '' ? '' : `= ${value}`,
    ...statesOf(node),
  ]
    .filter((word) => word !== '')
    .join(' ');
}

function statesOf({ properties = [] }: TreeNode): string[] {
  const states = new Map(properties.map(({ name, value }) => [name, value.value]));
  return spoken.flatMap((name) => {
    const value = states.get(name);
    if (value === undefined || value === silent[name]) return [];
    return [value === true ? `[${name}]` : `[${name} ${String(value)}]`];
  });
}

/** Runs of text that stand side by side are read as one. */
function joinText(lines: readonly Line[]): Line[] {
  const joined: Line[] = [];
  for (const line of lines) {
    const before = joined.at(-1);
    if (before?.isText && line.isText && before.depth === line.depth) {
      joined[joined.length - 1] = { ...line, text: `${before.text} ${line.text}`.replaceAll(/ (?=[.,:])/g, '') };
    } else joined.push(line);
  }
  return joined;
}

const textOf = (value: TreeNode['name']): string =>
  String(value?.value ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
