// The feed of events for an open page of the staff: what it shows stays up to date, and it says when it is not.
const state = document.getElementById('live-state');
const news = document.getElementById('live-news');

const patience = 3000;
const longestWait = 30_000;

let cursor;
let heard;
let source;
let failures = 0;
let again;
let outage;

// Who has just signed out here is on the way to a page that says so.
const courtesy = 5000;
let sent = -courtesy;
document.addEventListener('submit', () => void (sent = performance.now()));

function leave() {
  const go = () => location.replace('/staff/sign-in?ended=idle');
  if (performance.now() - sent < courtesy) setTimeout(go, courtesy);
  else go();
}

/** A page of ours as a document. It is no use of the session: nobody has asked for it. */
export const read = (address) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.setRequestHeader('Prm-Passive', 'true');
    request.addEventListener('load', () => {
      if (new URL(request.responseURL).pathname === '/staff/sign-in') leave();
      else if (request.status === 200 && request.response !== null) resolve(request.response);
      else reject(new Error(`${request.status}`));
    });
    request.addEventListener('error', () => reject(new Error('no answer')));
    request.send();
  });

/** Follows the feed from a cursor on. @param hear is handed each page of it: `{ data, reset }` */
export function follow(from, hear) {
  cursor = from;
  heard = hear;
  document.addEventListener('visibilitychange', connect);
  addEventListener('pagehide', () => source?.close());
  connect();
}

function connect() {
  clearTimeout(again);
  source?.close();
  if (document.visibilityState === 'hidden') return;
  source = new EventSource(`/staff/events?after=${encodeURIComponent(cursor)}`);
  source.addEventListener('message', ({ data }) => {
    const page = JSON.parse(data);
    cursor = page.cursor;
    failures = 0;
    live();
    heard(page);
  });
  source.addEventListener('error', () => void lost());
}

/** The connection is gone: perhaps only it, perhaps the session. */
export async function lost() {
  source.close();
  clearTimeout(again);
  outage ??= setTimeout(() => say('Reconnecting… This list may be out of date.', true), failures === 0 ? patience : 0);
  const answer = await fetch('/staff/here', { cache: 'no-store', headers: { 'Prm-Passive': 'true' } }).catch(
    () => undefined,
  );
  if (answer?.redirected || answer?.status === 401) return leave();
  // full jitter: when a server comes back, not everybody is there at once
  again = setTimeout(connect, Math.random() * Math.min(longestWait, 1000 * 2 ** failures));
  failures += 1;
}

function live() {
  clearTimeout(outage);
  outage = undefined;
  const wasLost = state.dataset.lost !== undefined;
  say('Up to date', false);
  if (wasLost) news.textContent = 'Connected again.';
}

function say(text, isLost) {
  state.textContent = text;
  state.hidden = false;
  if (isLost === (state.dataset.lost !== undefined)) return;
  if (isLost) {
    state.dataset.lost = '';
    news.textContent = text;
  } else delete state.dataset.lost;
}

/** Politely, and in one sentence when much has changed at once. @param many what to say then, of how many */
export function announce(told, many) {
  const words = told.filter((text) => text !== undefined);
  if (words.length === 0) return;
  news.textContent = words.length > 3 ? many(words.length) : `${words.join('. ')}.`;
}
