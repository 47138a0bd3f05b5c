import type { Theme } from './protocol.ts';

/** The tokens that are colours, each with the property of the probe that has it. */
const colors = {
  '--prm-accent': 'border-top-color',
  '--prm-surface': 'border-right-color',
  '--prm-text': 'border-bottom-color',
  '--prm-muted': 'border-left-color',
  '--prm-line': 'outline-color',
  '--prm-danger': 'text-decoration-color',
  '--prm-warning': 'caret-color',
  '--prm-success': 'column-rule-color',
} as const;
const lengths = { '--prm-radius': 'border-top-left-radius', '--prm-space': 'padding-top' } as const;
const measured: Readonly<Record<string, string>> = { ...colors, ...lengths };

const black = /^rgb\(0, 0, 0\)$/;

/**
 * Styles of the probe: what a host's tokens come to (with `currentcolor`, `light-dark()`, `rem`) is read from an element that nobody sees. A browser tells
 * when a computed style changes by a transition alone.
 */
export const probeStyles = `.probe {
  position: absolute; inline-size: 0; block-size: 0; overflow: hidden; visibility: hidden; pointer-events: none; forced-color-adjust: none;
  font-family: var(--prm-font, inherit); font-size: var(--prm-font-size, inherit); background-color: light-dark(#fff, #000);
  ${Object.entries(measured)
    .map(([token, property]) => `${property}: var(${token}, ${property.includes('color') ? '#0000' : '0'});`)
    .join('')}
  transition: all 1ms; transition-behavior: allow-discrete; }`;

/** How the host looks at a probe that stands in the element. */
export function readTheme(host: Element, probe: Element): Theme {
  const set = getComputedStyle(host);
  const found = getComputedStyle(probe);
  const tokens: Record<string, string> = {};
  for (const [token, property] of Object.entries(measured)) {
    // What is not set, or is no value of its kind, is the frame's default.
    if (CSS.supports(property, set.getPropertyValue(token))) tokens[token] = found.getPropertyValue(property);
  }
  return {
    tokens,
    fontFamily: found.fontFamily,
    fontSize: Number.parseFloat(found.fontSize) || 16,
    colorScheme: black.test(found.backgroundColor) ? 'dark' : 'light',
  };
}
