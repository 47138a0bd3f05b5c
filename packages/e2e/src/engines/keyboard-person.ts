import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EnginePage, KeyPress } from './engine-page.ts';

const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What has not moved for so long is at rest: two frames. */
const restMilliseconds = 35;

/** What comes from the server may take so long. */
const patienceMilliseconds = 30_000;

/** Where the focus is, as assistive technology is told of it. */
export interface Focus {
  /** WAI-ARIA role, or the tag where there is none; empty on the page itself. */
  readonly role: string;
  /** Accessible name. */
  readonly name: string;
  /** Accessible description. */
  readonly description: string;
  /** Its place in the window, as `left, top` in CSS pixels. */
  readonly at: string;
  /** Why somebody who sees cannot see where the focus is; empty when they can. */
  readonly unseen: string;
}

/** What has to have the focus: its role, and its name in full or by a pattern. */
export interface Place {
  readonly role: string;
  readonly name: string | RegExp;
  readonly description?: string;
  /** A name that it had before, and may not have any more. */
  readonly otherThan?: string;
}

/** Somebody who has a keyboard and nothing else, and who can see. */
export interface KeyboardPerson {
  readonly page: EnginePage;
  /** How many keys were pressed, letters apart. */
  presses(): number;
  /** Presses a key, then waits until the focus is there and can be seen. @throws with where it is instead */
  press(key: KeyPress, place: Place): Promise<Focus>;
  /** Presses a key until the focus is there; each stop on the way has a role and a name and can be seen. @throws with the stops when it does not come there */
  pressUntil(key: KeyPress, place: Place): Promise<Focus>;
  /** Waits until the focus is there and can be seen. */
  isAt(place: Place): Promise<Focus>;
  /** Types into what has the focus, which keeps it. */
  type(text: string): Promise<void>;
  focus(): Promise<Focus>;
}

/** The person at a page that is open already. */
export async function keyboardPerson(page: EnginePage): Promise<KeyboardPerson> {
  let presses = 0;
  await page.addScript(axeSource);
  const focus = () => page.evaluate(readFocus);
  /** The focus once the page is at rest: engines scroll to it afterwards, and smoothly where the page says so. */
  const atRest = async (first: Focus) => {
    const deadline = performance.now() + 3000;
    let before = first;
    await wait(restMilliseconds);
    let found = await focus();
    while ((found.unseen !== '' || found.at !== before.at) && performance.now() < deadline) {
      before = found;
      await wait(restMilliseconds);
      found = await focus();
    }
    assert.equal(found.unseen, '', `${page.engine}: ${found.role} "${found.name}" has the focus and ${found.unseen}`);
    return found;
  };
  const isAt = async (place: Place) => {
    const deadline = performance.now() + patienceMilliseconds;
    for (;;) {
      let found = await focus();
      if (isNamed(found, place)) found = await atRest(found);
      if (isNamed(found, place)) {
        assert.equal(found.description, place.description ?? found.description);
        return found;
      }
      if (performance.now() > deadline) {
        const wanted = `${place.role} ${String(place.name)}`;
        throw new Error(`${page.engine}: ${wanted} does not have the focus, but ${JSON.stringify(found)}`);
      }
      await wait(restMilliseconds);
    }
  };
  return {
    page,
    presses: () => presses,
    focus,
    isAt,
    async press(key, place) {
      await page.press(key);
      presses += 1;
      return isAt(place);
    },
    async pressUntil(key, place) {
      const stops: string[] = [];
      for (let press = 0; press < 60; press += 1) {
        await page.press(key);
        presses += 1;
        const found = await atRest(await focus());
        stops.push(`${found.role} "${found.name}" ${found.description}`);
        // beyond the last stop some engines leave the page before they begin anew
        if (found.role !== '') assert.notEqual(found.name, '', `${page.engine}: ${found.role} has no name`);
        if (isNamed(found, place) && found.description === (place.description ?? found.description)) return found;
      }
      throw new Error(
        `${page.engine}: ${key} does not lead to ${place.role} ${String(place.name)}: ${stops.join(', ')}`,
      );
    },
    async type(text) {
      const before = await focus();
      await page.type(text);
      await isAt({ role: before.role, name: before.name });
    },
  };
}

/** Whether the focus is at a place, by role and name. */
function isNamed(focus: Focus, { role, name, otherThan }: Place): boolean {
  if (focus.role !== role || focus.name === otherThan) return false;
  return typeof name === 'string' ? focus.name === name : name.test(focus.name);
}

/** What axe-core offers of its inner parts (https://github.com/dequelabs/axe-core/tree/develop/lib/commons). */
interface AxeParts {
  setup(): void;
  teardown(): void;
  readonly commons: {
    readonly aria: { getRole(element: Element): string | null };
    readonly text: { accessibleText(element: Element): string };
  };
}

/** Runs in the page. */
function readFocus(): Focus {
  const { axe } = globalThis as unknown as { readonly axe: AxeParts };
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (!focused || focused === document.body) return { role: '', name: '', description: '', at: '', unseen: '' };
  const root = focused.getRootNode() as Document | ShadowRoot;
  axe.setup();
  const role = axe.commons.aria.getRole(focused) ?? focused.localName;
  const name = axe.commons.text.accessibleText(focused);
  axe.teardown();
  const description = (focused.getAttribute('aria-describedby') ?? '')
    .split(/\s+/)
    .map((id) => (id === '' ? '' : (root.getElementById(id)?.textContent ?? '')).replaceAll(/\s+/g, ' ').trim())
    .join(' ')
    .trim();
  const { left, top } = focused.getBoundingClientRect();
  return { role, name, description, at: `${left}, ${top}`, unseen: whyUnseen(focused) };

  function whyUnseen(element: Element): string {
    // A radio's ring is around its whole card.
    const shown = element.closest('label') ?? element;
    const { left, top, right, bottom } = shown.getBoundingClientRect();
    if (right - left < 1 || bottom - top < 1) return 'has no size';
    const isInside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    if (!isInside) return `is outside the window, at ${Math.round(left)}, ${Math.round(top)}`;
    // Success criterion 2.4.11: not hidden entirely by something else.
    const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.2, 0.8].map((y) => [x, y] as const));
    const isUncovered = points.some(([x, y]) => {
      const [atX, atY] = [left + (right - left) * x, top + (bottom - top) * y];
      let hit = document.elementFromPoint(atX, atY);
      while (hit?.shadowRoot) {
        const inner = hit.shadowRoot.elementFromPoint(atX, atY);
        if (!inner || inner === hit) break;
        hit = inner;
      }
      return hit !== null && (shown.contains(hit) || hit.contains(shown));
    });
    if (!isUncovered) return 'is covered by something else';
    const hasRing = [element, shown].some((each) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/transparent|, 0\)/.test(outlineColor);
    });
    return hasRing ? '' : 'has no ring around it';
  }
}
