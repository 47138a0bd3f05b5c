/**
 * The loader: one script tag for a page. It finds our tags, now and when they are added later, and imports their code. Tags inside other
 * shadow roots are not seen; whoever builds those imports `@openprm/widgets` instead.
 *
 * `openprm.js?prefix=acme` looks for `<acme-booking>` instead of `<prm-booking>`, and so on: a second version beside the first.
 */

type Chunk = () => Promise<{ define(prefix: string): void }>;

/** By the name of an element; `NAME-shell` is the same in a frame, which is what a page gets unless one of its tags says `isolation="inline"`. */
const chunks: Readonly<Record<string, Chunk>> = {
  'access-log': () => import('./elements/access-log.ts'),
  'access-log-shell': () => import('./elements/access-log-shell.ts'),
  booking: () => import('./elements/booking.ts'),
  'booking-shell': () => import('./elements/booking-shell.ts'),
  config: () => import('./elements/config.ts'),
  survey: () => import('./elements/survey.ts'),
  'survey-shell': () => import('./elements/survey-shell.ts'),
};

/**
 * What each chunk imports statically, and what it will import at once, separated by blanks: the build writes it in. Without it a browser learns of a file only when it has read the
 * one that imports it.
 */
const preloads: Readonly<Record<string, string>> = {
  'access-log': 'preload:access-log',
  booking: 'preload:booking,booking-api',
  config: 'preload:config',
  survey: 'preload:survey',
};

const prefix = new URL(import.meta.url).searchParams.get('prefix') ?? 'prm';
const told = new Set<string>();
const preloaded = new Set<string>();

/** Has the browser fetch a chunk's imports beside the chunk itself, but for those that the page has named already. */
function preload(name: string): void {
  for (const file of preloads[name]?.split(' ') ?? []) {
    if (preloaded.has(file) || !file.endsWith('.js') || document.querySelector(`link[href$="${file}"]`)) continue;
    preloaded.add(file);
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL(file, import.meta.url).href;
    // What is fetched stays fetched, and the page's head is as it was.
    for (const end of ['load', 'error']) link.addEventListener(end, () => link.remove());
    document.head.append(link);
  }
}

/** Imports what is on the page and not defined yet. A module is fetched once; one that could not be fetched is tried again with the next change. */
function load(): void {
  for (const name in preloads) {
    const tag = `${prefix}-${name}`;
    if (customElements.get(tag) || !document.querySelector(tag)) continue;
    const shell = `${name}-shell`;
    const chunk = shell in chunks && !document.querySelector(`${tag}[isolation=inline]`) ? shell : name;
    const imported = chunks[chunk]?.();
    preload(chunk);
    imported
      ?.then(({ define }) => define(prefix))
      .catch((error: unknown) => {
        if (!told.has(tag)) console.error(`OpenPRM: <${tag}> could not be loaded.`, error);
        told.add(tag);
      });
  }
}

load();
// Afterwards, so that it is not called for the links that were just added.
new MutationObserver(load).observe(document, { childList: true, subtree: true });
