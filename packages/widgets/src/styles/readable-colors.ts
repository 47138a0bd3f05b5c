import { css, type CSSResult } from 'lit';

/** A part of a declaration; the build minifies whole sheets, which it knows by the name `css`. */
export const value = css;

// Readable by construction, whatever colour a clinic has: contrast is a matter of luminance (WCAG 2.2), which is y of xyz-d65, 0 to 1. Nothing
// here leaves the gamut, so that nothing is clipped into another luminance.

/** A colour without transparency, so that its luminance is what is seen. */
export const opaque = (color: CSSResult) => value`rgb(from ${color} r g b / 1)`;

/**
 * A colour as text: in the light scheme no brighter than y = 0.12, by scaling; in the dark one no darker than y = 0.38, by mixing with white
 * after a lift that keeps more of the hue.
 */
export const asText = (color: CSSResult) => value`light-dark(
    color(from ${color} xyz-d65 calc(x * min(1, 0.12 / y)) calc(y * min(1, 0.12 / y)) calc(z * min(1, 0.12 / y))),
    color(from oklch(from ${color} max(l, 0.76) min(c, 0.12) h) xyz-d65
      calc(x + max(0, (0.38 - y) / (1 - y)) * (0.95 - x))
      calc(y + max(0, (0.38 - y) / (1 - y)) * (1 - y))
      calc(z + max(0, (0.38 - y) / (1 - y)) * (1.089 - z)))
  )`;
