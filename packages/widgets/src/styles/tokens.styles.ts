import { css, type CSSResult } from 'lit';

/** A part of a declaration; the build minifies whole sheets, which it knows by the name `css`. */
const value = css;

// Readable by construction, whatever colour a clinic has: contrast is a matter of luminance (WCAG 2.2), which is y of xyz-d65, 0 to 1. Nothing
// here leaves the gamut, so that nothing is clipped into another luminance.

/** A colour without transparency, so that its luminance is what is seen. */
const opaque = (color: CSSResult) => value`rgb(from ${color} r g b / 1)`;

/** White on what is darker than y = 0.179, else black: 4.58:1 or more on any colour. */
const writingOn = (color: CSSResult) =>
  value`color(from ${color} xyz-d65 clamp(0, (0.179 - y) * 1e6, 0.95) clamp(0, (0.179 - y) * 1e6, 1) clamp(0, (0.179 - y) * 1e6, 1.089))`;

/**
 * A colour as text: in the light scheme no brighter than y = 0.12, by scaling; in the dark one no darker than y = 0.38, by mixing with white
 * after a lift that keeps more of the hue.
 */
const asText = (color: CSSResult) => value`light-dark(
    color(from ${color} xyz-d65 calc(x * min(1, 0.12 / y)) calc(y * min(1, 0.12 / y)) calc(z * min(1, 0.12 / y))),
    color(from oklch(from ${color} max(l, 0.76) min(c, 0.12) h) xyz-d65
      calc(x + max(0, (0.38 - y) / (1 - y)) * (0.95 - x))
      calc(y + max(0, (0.38 - y) / (1 - y)) * (1 - y))
      calc(z + max(0, (0.38 - y) / (1 - y)) * (1.089 - z)))
  )`;

/**
 * The public tokens (`--prm-*`, about a dozen) with their defaults, and what is derived from them. An element's styles use the derived names
 * only. Nothing here is inherited from the host but font, size, direction and colour scheme.
 */
export const tokens = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  .root {
    --accent: ${opaque(value`var(--prm-accent, #0b6e69)`)};
    --surface: var(--prm-surface, light-dark(#fff, #14181b));
    --text: var(--prm-text, light-dark(#14211f, #e8eeec));
    --muted: var(--prm-muted, light-dark(#52605e, #9fb0ad));
    --line: var(--prm-line, light-dark(#dfe6e4, #2d373b));
    --danger: ${opaque(value`var(--prm-danger, light-dark(#b3261e, #ff9a92))`)};
    --warning: var(--prm-warning, #d98a00);
    --success: ${opaque(value`var(--prm-success, var(--accent))`)};
    --radius: var(--prm-radius, 12px);
    --space: var(--prm-space, 4px);

    --radius-small: calc(var(--radius) * 0.6);
    --on-accent: ${writingOn(value`var(--accent)`)};
    --accent-hover: color-mix(in oklab, var(--accent) 88%, oklch(from var(--on-accent) calc(1 - l) 0 0));
    --accent-off: color-mix(in oklab, var(--accent) 55%, var(--surface));
    --on-accent-off: ${writingOn(value`var(--accent-off)`)};
    --accent-text: ${asText(value`var(--accent)`)};
    --success-text: ${asText(value`var(--success)`)};
    --success-tint: color-mix(in oklab, var(--success-text) 11%, var(--surface));
    --danger-text: ${asText(value`var(--danger)`)};
    --raised: color-mix(in oklab, var(--text) 4%, var(--surface));
    --tint: color-mix(in oklab, var(--accent-text) 10%, var(--surface));
    --bone: color-mix(in oklab, var(--text) 7%, var(--surface));
    --warning-tint: color-mix(in oklab, var(--warning) 10%, var(--surface));
    --warning-line: color-mix(in oklab, var(--warning) 40%, var(--surface));
    --danger-tint: color-mix(in oklab, var(--danger-text) 8%, var(--surface));
    --danger-line: color-mix(in oklab, var(--danger-text) 45%, var(--surface));
    /* The edge of an input has to be seen (WCAG 1.4.11): 3:1 against the surface. */
    --control-line: color-mix(in oklab, var(--text) 48%, var(--surface));

    box-sizing: border-box;
    display: block;
    inline-size: 100%;
    container: prm / inline-size;
    color: var(--text);
    font-family: var(--prm-font, inherit);
    font-size: var(--prm-font-size, inherit);
    font-style: normal;
    font-variant: normal;
    font-stretch: normal;
    font-weight: 400;
    line-height: 1.5;
    letter-spacing: normal;
    word-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    text-shadow: none;
    -webkit-text-fill-color: currentcolor;
    -webkit-text-stroke: 0;
    white-space: normal;
    word-break: normal;
    line-break: auto;
    writing-mode: horizontal-tb;
    cursor: auto;
    overflow-wrap: break-word;
    hyphens: manual;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  .root *,
  .root *::before,
  .root *::after {
    box-sizing: border-box;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
`;
