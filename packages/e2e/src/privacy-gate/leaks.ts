import type { Channel } from './watch.ts';

/** Each writes a name where none may be, from a page that may speak to its own origin. By them the gate shows that it sees. */
export const leaks = {
  'address of a request': (name) => void fetch(`/seen?${name}`).catch(() => undefined),
  'header of a request': (name) => void fetch('/seen', { headers: { 'x-seen': name } }).catch(() => undefined),
  'body of a request': (name) => void fetch('/seen', { method: 'POST', body: name }).catch(() => undefined),
  console: (name) => console.debug(btoa(name)),
  event: (name) => void dispatchEvent(new CustomEvent('seen', { detail: { name } })),
  'title, address or history': (name) => history.replaceState(null, '', `#${encodeURIComponent(name)}`),
  storage: (name) => localStorage.setItem('seen', name),
  'host page': (name) => document.body.append(name),
} as const satisfies Partial<Record<Channel, (name: string) => void>>;
