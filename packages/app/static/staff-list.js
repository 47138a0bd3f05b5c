// Keeps a list of people up to date without a reload: where somebody is and what has the focus stays. The list says where it is read, and which events change it.
import { announce, follow, lost, read } from './staff-feed.js';

const list = document.querySelector('[data-cursor][data-events]');
const { address, events } = list.dataset;
const count = document.getElementById(`${list.id}-count`);
let isChanged = false;
let isReading = false;

const textOf = (item) => item.textContent.replace(/\s+/g, ' ').trim();
const nameOf = (item) => item.querySelector('h3').textContent.trim();
const itemsOf = (root) => [...root.querySelectorAll('li.person')];

/** Reads the list anew, and shows it. What cannot be read is tried again when the connection is back. */
async function readChanged() {
  if (isReading) return;
  isReading = true;
  const told = [];
  try {
    while (isChanged) {
      isChanged = false;
      told.push(...show(await read(address)));
    }
  } catch {
    isChanged = true;
    void lost();
  } finally {
    isReading = false;
    announce(told, (many) => `${many} entries have changed.`);
  }
}

/** Puts what was read in place of what is shown. @returns what to say about it */
function show(page) {
  const found = document.importNode(page.getElementById(list.id), true);
  const before = new Map(itemsOf(list).map((item) => [item.id, item]));
  const after = new Map(itemsOf(found).map((item) => [item.id, item]));
  const isSame = (item) => after.has(item.id) && textOf(after.get(item.id)) === textOf(item);
  const told = [
    ...[...after.values()].filter(({ id }) => !before.has(id)).map((item) => `New on the list: ${nameOf(item)}`),
    ...[...before.values()].filter((item) => !isSame(item)).map((item) => describe(item, after.get(item.id))),
  ];
  if (told.length === 0) return told;

  // before anything is moved, which takes the focus away
  const act = list.contains(document.activeElement) ? document.activeElement : undefined;
  const inFocus = act?.closest('li.person');
  const anchor = inFocus ?? [...before.values()].find((item) => item.getBoundingClientRect().bottom > 0);
  const top = anchor?.getBoundingClientRect().top;
  for (const item of before.values()) if (isSame(item)) after.get(item.id).replaceWith(item);
  list.replaceChildren(...found.childNodes);
  count.textContent = page.getElementById(count.id).textContent;
  const place = anchor && document.getElementById(anchor.id);
  if (place && scrollY > 0) scrollBy({ top: place.getBoundingClientRect().top - top, behavior: 'instant' });
  if (act !== undefined) {
    const next = act.isConnected ? act : document.getElementById(inFocus?.id)?.querySelector('h3 a, a.button, button');
    (next ?? document.getElementById('main')).focus({ preventScroll: true });
  }
  return told;
}

const describe = (before, after) =>
  after === undefined
    ? `No longer on the list: ${nameOf(before)}`
    : `${after.querySelector('.status').textContent.trim()}: ${nameOf(after)}`;

follow(list.dataset.cursor, ({ data, reset }) => {
  if (reset || data.some(({ type }) => type.startsWith(events))) isChanged = true;
  void readChanged();
});
