import type { WalkedAnswer } from './conditional-form.ts';

/** What one answer did to the page. */
export interface WalkedStep {
  /** Texts of the questions that were rendered, as the element tells it; one that was rendered twice stands twice. */
  readonly rendered: readonly string[];
  /** What the questions whose nodes were changed, put in or taken out begin with. */
  readonly touched: readonly string[];
  /** Milliseconds from the act to the frame after it. */
  readonly frame: number;
}

/** Runs in the page: gives answers one after the other, as a person's controls do, each with the frame after it. */
export async function walkInPage({
  selector,
  walk,
  watchesNodes,
}: {
  readonly selector: string;
  readonly walk: readonly WalkedAnswer[];
  /** Whether nodes are watched, which costs time of its own. */
  readonly watchesNodes: boolean;
}): Promise<WalkedStep[]> {
  const host = document.querySelector(selector);
  const root = host?.shadowRoot;
  const items = root?.querySelector('.items');
  if (!host || !root || !items) throw new Error('There are no questions.');
  const labelOf = (item: Element) =>
    /^\S+ \d+:/.exec(item.querySelector('.legend')?.textContent?.trim() ?? '')?.[0] ?? '?';
  let rendered: string[] = [];
  const labels = new Map<string, string>();
  Object.assign(host, { onRender: (key: string) => rendered.push(key) });
  const touched = new Set<string>();
  const note = (node: Node) => {
    const element = node instanceof Element ? node : node.parentElement;
    const item = element?.closest('.item');
    if (item) touched.add(labelOf(item));
  };
  const look = (records: readonly MutationRecord[]) => {
    for (const { target, addedNodes, removedNodes } of records) {
      for (const node of [target, ...addedNodes, ...removedNodes]) note(node);
    }
  };
  const observer = new MutationObserver(look);
  if (watchesNodes) observer.observe(items, { childList: true, subtree: true, attributes: true, characterData: true });
  const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  const steps: WalkedStep[] = [];
  for (const { label, control, text } of walk) {
    const item = [...items.querySelectorAll('.item')].find((each) => labelOf(each) === label);
    const input = item?.querySelectorAll('input')[control ?? 0];
    if (!input) throw new Error(`${label} is not asked.`);
    await frame();
    rendered = [];
    touched.clear();
    const from = performance.now();
    performance.mark('answer-begins');
    if (text === null) input.click();
    else {
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }
    await frame();
    performance.mark('answer-ends');
    const to = performance.now();
    look(observer.takeRecords());
    for (const each of items.querySelectorAll('.item [id^="q/"]')) {
      const found = each.closest('.item');
      const key = each.id.slice(1).replace(/-.*$/, '');
      if (found && !labels.has(key)) labels.set(key, labelOf(found));
    }
    steps.push({ rendered: rendered.map((key) => labels.get(key) ?? key), touched: [...touched], frame: to - from });
  }
  observer.disconnect();
  return steps;
}
