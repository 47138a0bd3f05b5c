// Keeps the day's visits up to date without a reload: what somebody reads, where they are and what has the focus stays.
import { announce, follow, lost, read } from './staff-feed.js';

const day = document.getElementById('day');
const count = document.getElementById('day-count');
const table = day.querySelector('table');
const empty = day.querySelector('.empty');
const body = table.tBodies[0];
const { date, location: locationId } = day.dataset;

/** Visits that have changed and were not read yet; and whether all have to be, after a gap. */
const changed = new Set();
let isAllChanged = false;
let isReading = false;

const place = new URLSearchParams({ date, locationId });

/** Reads what has changed, and shows it. What cannot be read is tried again when the connection is back. */
async function readChanged() {
  if (isReading) return;
  isReading = true;
  const told = [];
  try {
    while (isAllChanged || changed.size > 0) {
      if (isAllChanged) told.push(...(await readAll()));
      const [id] = changed;
      if (id === undefined) continue;
      const page = await read(`/staff/appointments/${encodeURIComponent(id)}?${place}`);
      changed.delete(id);
      told.push(showVisit(id, page.querySelector('tr')));
    }
  } catch {
    void lost();
  } finally {
    isReading = false;
    announce(told, (count) => `${count} visits have changed.`);
  }
}

/** The whole list anew. */
async function readAll() {
  const page = await read(`/staff?${place}`);
  isAllChanged = false;
  const rows = [...page.querySelectorAll('.visits tbody tr')];
  const ids = new Set(rows.map(({ id }) => id));
  const gone = [...body.rows].filter(({ id }) => !ids.has(id));
  return [...gone.map(({ id }) => showVisit(id, null)), ...rows.map((row) => showVisit(row.id, row))];
}

const textOf = (row) => row.textContent.replace(/\s+/g, ' ').trim();
const startOf = (row) => Date.parse(row.querySelector('time').dateTime);
const comesBefore = (a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1);
const nameOf = (row) =>
  `${row.querySelector('time').textContent.trim()}, ${row.querySelector('strong').textContent.trim()}`;

/** Puts a visit where it belongs, or takes it away. @returns what to say about it, or undefined when nothing can be seen of it */
function showVisit(id, found) {
  const before = document.getElementById(id);
  if (found === null && before === null) return undefined;
  if (found === null) {
    const words = `No longer on this day: ${nameOf(before)}`;
    keepPlace(before, () => {
      const next = before.nextElementSibling ?? before.previousElementSibling;
      const hadFocus = before.contains(document.activeElement);
      before.remove();
      if (hadFocus) focusOn(next ?? document.getElementById('main'));
    });
    return words;
  }
  if (before !== null && textOf(before) === textOf(found)) return undefined;
  const row = document.importNode(found, true);
  row.dataset.fresh = '';
  keepPlace(before, () => {
    const act = before?.contains(document.activeElement) ? document.activeElement : undefined;
    before?.remove();
    body.insertBefore(row, [...body.rows].find((other) => comesBefore(row, other) < 0) ?? null);
    if (act !== undefined) focusOn(sameAct(act, row) ?? row);
  });
  if (before === null) return row.dataset.status === 'cancelled' ? undefined : `New visit: ${nameOf(row)}`;
  if (before.dataset.status !== row.dataset.status)
    return `${row.querySelector('.status').textContent.trim()}: ${nameOf(row)}`;
  return startOf(before) === startOf(row) ? `Changed: ${nameOf(row)}` : `Moved: ${nameOf(row)}`;
}

/** Makes a change while whatever the reader looks at stays where it is on the screen. */
function keepPlace(about, change) {
  const focused = document.activeElement?.closest?.('.visits tbody tr');
  const anchor =
    focused !== null && focused !== undefined && focused !== about
      ? focused
      : [...body.rows].find((row) => row !== about && row.getBoundingClientRect().bottom > 0);
  const top = anchor?.getBoundingClientRect().top;
  change();
  table.hidden = body.rows.length === 0;
  empty.hidden = body.rows.length > 0;
  const expected = [...body.rows].filter(({ dataset }) => dataset.status !== 'cancelled').length;
  count.textContent = expected === 1 ? '1 visit' : `${expected} visits`;
  if (anchor?.isConnected && scrollY > 0) scrollBy(0, anchor.getBoundingClientRect().top - top);
}

/** The button or link of a new row that does what the one with the focus did. */
function sameAct(act, row) {
  const action = act.closest('form')?.getAttribute('action');
  const form = [...row.querySelectorAll('form')].find((one) => one.getAttribute('action') === action);
  return action === undefined ? row.querySelector('td a') : form?.querySelector('button');
}

function focusOn(element) {
  if (element.matches('tr')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

follow(day.dataset.cursor, ({ data, reset }) => {
  if (reset) isAllChanged = true;
  for (const { type, resourceId } of data) if (type.startsWith('appointment.')) changed.add(resourceId);
  void readChanged();
});
