/** A fenced block of code. */
export interface CodeBlock {
  /** The first word after the fence, in lower case; empty without one. */
  readonly language: string;
  /** From `file=PATH` or `file=PATH#REGION` after the language: where the text comes from. */
  readonly source: { readonly file: string; readonly region: string | undefined } | undefined;
  readonly text: string;
  /** How many lines stand between the fences. */
  readonly length: number;
  /** Of the opening fence, from 1. */
  readonly line: number;
}

/** A link or an image outside code. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** What the checks need of a Markdown file. */
export interface Markdown {
  readonly blocks: readonly CodeBlock[];
  readonly links: readonly Link[];
  /** The anchors of the headings, as GitHub makes them. */
  readonly anchors: readonly string[];
}

const fence = /^(\s*)(`{3,}|~{3,})\s*(\S*)\s*(.*)$/;

/** Reads blocks, links and headings. Blocks in lists may be indented; what a block holds is neither link nor heading. */
export function readMarkdown(text: string): Markdown {
  const blocks: CodeBlock[] = [];
  const links: Link[] = [];
  const anchors: string[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const [, indent = '', marks, language = '', info = ''] = fence.exec(lines[i] ?? '') ?? [];
    if (marks !== undefined) {
      const end = lines.findIndex((line, at) => at > i && line.trim() === marks);
      const inside = lines.slice(i + 1, end === -1 ? undefined : end);
      const body = inside.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
      blocks.push({
        language: language.toLowerCase(),
        source: sourceOf(info),
        text: body,
        length: inside.length,
        line: i + 1,
      });
      i = end === -1 ? lines.length : end;
      continue;
    }
    const line = lines[i] ?? '';
    const [, heading] = /^#{1,6}\s+(.+?)\s*#*$/.exec(line) ?? [];
    if (heading !== undefined) anchors.push(anchorOf(heading, anchors));
    for (const [, target = ''] of line.replaceAll(/`[^`]*`/g, '``').matchAll(/\]\(<?([^()\s>]+)>?(?:\s+"[^"]*")?\)/g)) {
      links.push({ target, line: i + 1 });
    }
  }
  return { blocks, links, anchors };
}

function sourceOf(info: string): CodeBlock['source'] {
  const [, file, region] = /(?:^|\s)file=([^\s#]+)(?:#(\S+))?/.exec(info) ?? [];
  return file === undefined ? undefined : { file, region };
}

/** `## Where to go next` is `where-to-go-next`; a second one gets `-1`. */
function anchorOf(heading: string, taken: readonly string[]): string {
  const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  const anchor = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
  const repeats = taken.filter((each) => each === anchor || each.startsWith(`${anchor}-`)).length;
  return taken.includes(anchor) ? `${anchor}-${repeats}` : anchor;
}

const marker = /#(end)?region(?:\s+([\w-]+))?/;

/**
 * The text of a file, or of the part between `#region NAME` and `#endregion NAME`, without such markers and without the
 * indentation that all its lines share.
 *
 * @returns undefined when the file has no such region
 */
export function readRegion(text: string, region: string | undefined): string | undefined {
  const lines = text.split('\n');
  const named = (line: string, isEnd: boolean) => {
    const [, end, name] = marker.exec(line) ?? [];
    return name === region && (end !== undefined) === isEnd;
  };
  const start = region === undefined ? 0 : lines.findIndex((line) => named(line, false)) + 1;
  const end = region === undefined ? lines.length : lines.findIndex((line, at) => at >= start && named(line, true));
  if ((region !== undefined && start === 0) || end === -1) return undefined;
  const inside = lines.slice(start, end).filter((line) => !marker.test(line));
  const indents = inside.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents);
  return inside
    .map((line) => line.slice(shared))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
