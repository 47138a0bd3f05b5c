import { probeStyles } from './host-theme.ts';

/**
 * Styles of the shell. Until the frame tells its height, that of its first state is reserved, in ems, so that it follows the font.
 */
const text = `
:host { display: block; }
:host([hidden]) { display: none; }
.shell { position: relative; container-type: inline-size; font-size: var(--prm-font-size, inherit); }
iframe { display: block; inline-size: 100%; border: 0; background: transparent; opacity: 0; block-size: var(--narrow); }
iframe.shown { opacity: 1; }
@container (min-width: 46em) { iframe { block-size: var(--wide); } }
.trouble { display: grid; gap: 12px; justify-items: start; padding: 16px; font-family: var(--prm-font, inherit);
  border: 1px solid var(--prm-line, light-dark(#dfe6e4, #2d373b)); border-radius: var(--prm-radius, 12px);
  background: var(--prm-surface, light-dark(#fff, #14181b)); color: var(--prm-text, light-dark(#14211f, #e8eeec)); }
.shell:not(.failed, .linked) > .trouble, .failed > iframe, .linked :is(p, slot) { display: none; }
p { margin: 0; }
button { min-block-size: 44px; padding: 0 16px; font: inherit; color: inherit; background: transparent; border: 1px solid currentcolor;
  border-radius: calc(var(--prm-radius, 12px) * 0.6); cursor: pointer; }
button:focus-visible { outline: 2px solid currentcolor; outline-offset: 2px; }
.mark { position: absolute; inline-size: 1px; inset-inline-start: 0; visibility: hidden; pointer-events: none; scroll-margin-block: 16px; }
${probeStyles}`;

let sheet: CSSStyleSheet | undefined;

/** The sheet that a shadow root with a shell takes on: constructed, so that a strict policy allows it. */
export function shellSheet(): CSSStyleSheet {
  if (sheet) return sheet;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
