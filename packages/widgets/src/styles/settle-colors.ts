/** The public tokens that are colours. */
const colors = ['accent', 'surface', 'text', 'muted', 'line', 'danger', 'warning', 'success'];

/**
 * Makes each colour that the host set one that can be derived from. A derived token stands where text has another colour, so `currentcolor` is the
 * host's own; and a value that is no colour would take down all that is derived from it, so the default stands in its place. Call it after an update.
 */
export function settleColors(host: Element): void {
  const set = getComputedStyle(host);
  const root = host.shadowRoot?.querySelector<HTMLElement>('.root');
  for (const color of colors) {
    const token = `--prm-${color}`;
    const value = set.getPropertyValue(token);
    const settled = CSS.supports('color', value) ? value.replace(/currentcolor/gi, set.color) : value && 'initial';
    // What needs no settling stays the sheets', which follow the host at once.
    root?.style.setProperty(token, settled === value ? '' : settled);
  }
}

/** Hosts that were settled once, with whether they are to be settled soon. */
const isAwaited = new WeakMap<Element, boolean>();

/** Milliseconds after an update: its frame is drawn, and somebody who types has typed a word. */
const rest = 200;

/**
 * The same for an element that is updated often: at once the first time, later once in a while, whatever the number of updates. A style that is asked for in
 * the middle of an update has to be worked out for all that was just changed, which costs more than the update.
 */
export function keepColorsSettled(host: Element): void {
  const before = isAwaited.get(host);
  if (before === true) return;
  isAwaited.set(host, before === false);
  if (before === undefined) return settleColors(host);
  setTimeout(() => {
    isAwaited.set(host, false);
    settleColors(host);
  }, rest);
}
