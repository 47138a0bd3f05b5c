/** Arrow keys inside a group of buttons that is one Tab stop. */
import { buttonsOf, setStop } from './first/tab-stops.ts';

/** With these keys it is a shortcut of the browser, such as Back. */
export const isShortcut = ({ altKey, ctrlKey, metaKey }: KeyboardEvent) => altKey || ctrlKey || metaKey;

/** Moves the focus inside the group by arrow keys, Home and End; left and right follow the direction of the text. */
export function onRovingKey(event: KeyboardEvent): void {
  if (isShortcut(event)) return;
  const group = event.currentTarget;
  const { target } = event;
  if (!(group instanceof Element) || !(target instanceof Element)) return;
  const buttons = buttonsOf(group);
  const at = buttons.findIndex((button) => button.contains(target));
  const from = buttons[at];
  if (!from) return;
  const next = nextOf(event.key, buttons, at, from);
  if (!next) return;
  event.preventDefault();
  focusStop(buttons, next);
}

/** The same in a table: Home and End go to the ends of the row. */
export function onGridKey(event: KeyboardEvent): void {
  const group = event.currentTarget;
  const row = event.target instanceof Element ? event.target.closest('tr') : null;
  if (isShortcut(event)) return;
  if (!(group instanceof Element) || !row || (event.key !== 'Home' && event.key !== 'End')) return onRovingKey(event);
  event.preventDefault();
  focusStop(buttonsOf(group), event.key === 'Home' ? buttonsOf(row)[0] : buttonsOf(row).at(-1));
}

/** Buttons that had the focus when their group was about to be rendered anew with others, by their place in it. */
const kept = new WeakMap<Element, number>();

/** Keeps the focus of a group that shows other buttons after the next render: at the same place, or at the last. */
export function keepFocusAt({ currentTarget, target }: KeyboardEvent): void {
  if (!(currentTarget instanceof Element) || !(target instanceof Element)) return;
  const at = buttonsOf(currentTarget).findIndex((button) => button.contains(target));
  if (at >= 0) kept.set(currentTarget, at);
}

function focusStop(buttons: readonly HTMLButtonElement[], next: HTMLButtonElement | undefined) {
  if (!next) return;
  setStop(buttons, next);
  next.focus();
}

function nextOf(
  key: string,
  buttons: readonly HTMLButtonElement[],
  at: number,
  from: HTMLButtonElement,
): HTMLButtonElement | undefined {
  const forward = getComputedStyle(from).direction === 'rtl' ? -1 : 1;
  switch (key) {
    case 'ArrowRight':
      return buttons[at + forward];
    case 'ArrowLeft':
      return buttons[at - forward];
    case 'ArrowDown':
      return inNextRow(buttons.slice(at + 1), from);
    case 'ArrowUp':
      return inNextRow(buttons.slice(0, at).reverse(), from);
    case 'Home':
      return buttons[0];
    case 'End':
      return buttons.at(-1);
    default:
      return undefined;
  }
}

/** The button of the neighbouring row that is nearest; `candidates` go away from where the focus is. */
function inNextRow(candidates: readonly HTMLButtonElement[], from: HTMLButtonElement): HTMLButtonElement | undefined {
  const here = from.getBoundingClientRect();
  const row = candidates.find((button) => Math.abs(button.getBoundingClientRect().top - here.top) > 1);
  if (!row) return undefined;
  const { top } = row.getBoundingClientRect();
  const distance = (button: HTMLButtonElement) => Math.abs(button.getBoundingClientRect().left - here.left);
  return candidates
    .filter((button) => Math.abs(button.getBoundingClientRect().top - top) <= 1)
    .reduce((nearest, button) => (distance(button) < distance(nearest) ? button : nearest));
}

/** After each render that may have taken the focus: gives it back to the groups that keep it. */
export function settleFocus(root: HTMLElement | DocumentFragment): void {
  for (const group of root.querySelectorAll('[data-roving]')) {
    const place = kept.get(group);
    kept.delete(group);
    const buttons = buttonsOf(group);
    if (place !== undefined) focusStop(buttons, buttons[place] ?? buttons.at(-1));
  }
}
