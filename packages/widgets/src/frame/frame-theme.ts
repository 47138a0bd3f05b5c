import type { Theme } from './protocol.ts';

/** What each token may be, by a property that takes the same values. Anything else, an address above all, is left out. */
const kinds: Readonly<Record<string, 'color' | 'width'>> = {
  '--prm-accent': 'color',
  '--prm-surface': 'color',
  '--prm-text': 'color',
  '--prm-muted': 'color',
  '--prm-line': 'color',
  '--prm-danger': 'color',
  '--prm-warning': 'color',
  '--prm-success': 'color',
  '--prm-radius': 'width',
  '--prm-space': 'width',
};

/** Takes on how the host looks. What is no value of its kind is left out: it comes from a page that is not ours. */
export function applyTheme({ tokens, fontFamily, fontSize, colorScheme }: Theme): void {
  const { style } = document.documentElement;
  for (const [token, kind] of Object.entries(kinds)) {
    const value = tokens[token];
    if (value !== undefined && CSS.supports(kind, value)) style.setProperty(token, value);
    else style.removeProperty(token);
  }
  style.fontFamily = CSS.supports('font-family', fontFamily) ? fontFamily : '';
  style.fontSize = `${fontSize}px`;
  // The same as around the frame: where they differ, a browser paints an opaque ground.
  style.colorScheme = colorScheme;
}
