/**
 * The loader: one script tag for a page. It finds our tags, now and when they are added later, and imports their code. Tags inside other
 * shadow roots are not seen; whoever builds those imports `@openprm/widgets` instead.
 */

const chunks: Readonly<Record<string, () => Promise<unknown>>> = {
  'prm-booking': () => import('./elements/booking.ts'),
  'prm-config': () => import('./elements/config.ts'),
};

/** Imports what is on the page and not defined yet. A module is fetched once; one that could not be fetched is tried again with the next change. */
function load(): void {
  for (const tag in chunks) {
    if (!customElements.get(tag) && document.querySelector(tag)) {
      chunks[tag]?.().catch((error: unknown) => console.error(`OpenPRM: <${tag}> could not be loaded.`, error));
    }
  }
}

new MutationObserver(load).observe(document, { childList: true, subtree: true });
load();
