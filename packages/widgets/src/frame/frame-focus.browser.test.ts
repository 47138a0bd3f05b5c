import { assert, fixture, html } from '@open-wc/testing';
import { waitUntil } from '../wait-until.fixture.ts';

/** A frame below what the page shows, with more in it than it shows; of whom it is, is said in it. */
async function frameBelow(isPersonal: boolean) {
  const page = await fixture<HTMLElement>(
    html`<div style="block-size: 5000px; padding-block-start: 3000px"><iframe></iframe></div>`,
  );
  const frame = page.querySelector('iframe');
  if (!frame) throw new Error('no frame');
  frame.style.cssText = 'inline-size: 320px; block-size: 500px';
  frame.srcdoc = `<base href="${location.origin}"><style>p { margin-block: 1500px; block-size: 40px }</style><p></p>
    <script type="module">
      import { landInside } from '${new URL('frame-focus.ts', import.meta.url).href}';
      landInside(() => ${isPersonal}, () => { throw new Error('told'); });
      document.querySelector('p').dataset.ready = '';
    </script>`;
  const target = () => frame.contentDocument?.querySelector('p[data-ready]') ?? undefined;
  await waitUntil(() => target() !== undefined);
  scrollTo(0, 0);
  const part = target();
  if (!part) throw new Error('nothing in the frame');
  return { part, inside: () => frame.contentWindow?.scrollY ?? 0 };
}

describe('what comes into view in a frame', () => {
  it('moves the page around it nowhere, as long as it is a person’s own', async () => {
    const { part, inside } = await frameBelow(true);
    part.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    assert.equal(inside(), 1500 + 40 + 16 - 500);
    assert.equal(scrollY, 0);
    part.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    assert.equal(inside(), 1500 + 40 + 16 - 500, 'what is in view stays');
    part.ownerDocument.defaultView?.scrollTo(0, 2000);
    part.scrollIntoView();
    assert.equal(inside(), 1500 - 16);
    assert.equal(scrollY, 0);
  });

  it('is left to the browser where it is nobody’s', async () => {
    const { part, inside } = await frameBelow(false);
    part.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    assert.isAbove(inside(), 0);
    assert.isAbove(scrollY, 0);
  });
});
