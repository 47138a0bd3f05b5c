/**
 * The loader: one script tag for a page. It finds our tags, now and when they are added later, and imports their code. Tags inside other
 * shadow roots are not seen; whoever builds those imports `@openprm/widgets` instead.
 *
 * `openprm.js?prefix=acme` looks for `<acme-booking>` instead of `<prm-booking>`, and so on: a second version beside the first.
 */

const chunks: Readonly<Record<string, () => Promise<{ define(prefix: string): void }>>> = {
  booking: () => import('./elements/booking.ts'),
  config: () => import('./elements/config.ts'),
};

/**
 * What each chunk imports statically, separated by blanks: the build writes it in. Without it a browser learns of a file only when it has read the
 * one that imports it.
 */
const preloads: Readonly<Record<string, string>> = { booking: 'preload:booking', config: 'preload:config' };

const prefix = new URL(import.meta.url).searchParams.get('prefix') ?? 'prm';
const told = new Set<string>();
const preloaded = new Set<string>();

/** Has the browser fetch a chunk's imports beside the chunk itself. */
function preload(name: string): void {
  for (const file of preloads[name]?.split(' ') ?? []) {
    if (preloaded.has(file) || !file.endsWith('.js')) continue;
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
  for (const name in chunks) {
    const tag = `${prefix}-${name}`;
    if (customElements.get(tag) || !document.querySelector(tag)) continue;
    preload(name);
    chunks[name]?.()
      .then(({ define }) => define(prefix))
      .catch((error: unknown) => {
        if (!told.has(tag)) console.error(`OpenPRM: <${tag}> could not be loaded.`, error);
        told.add(tag);
      });
  }
}

new MutationObserver(load).observe(document, { childList: true, subtree: true });
load();
