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

const prefix = new URL(import.meta.url).searchParams.get('prefix') ?? 'prm';
const told = new Set<string>();

/** Imports what is on the page and not defined yet. A module is fetched once; one that could not be fetched is tried again with the next change. */
function load(): void {
  for (const name in chunks) {
    const tag = `${prefix}-${name}`;
    if (customElements.get(tag) || !document.querySelector(tag)) continue;
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
