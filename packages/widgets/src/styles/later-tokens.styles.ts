import { css, type CSSResult } from 'lit';
import { value } from './readable-colors.ts';

/** White on what is darker than y = 0.179, else black: 4.58:1 or more on any colour. */
const writingOn = (color: CSSResult) =>
  value`color(from ${color} xyz-d65 clamp(0, (0.179 - y) * 1e6, 0.95) clamp(0, (0.179 - y) * 1e6, 1) clamp(0, (0.179 - y) * 1e6, 1.089))`;

/** What is derived for acts, choices and banners. */
export const laterTokens = css`
  .root {
    --on-accent: ${writingOn(value`var(--accent)`)};
    --warning: var(--prm-warning, #d98a00);
    --accent-hover: color-mix(in oklab, var(--accent) 88%, oklch(from var(--on-accent) calc(1 - l) 0 0));
    --warning-tint: color-mix(in oklab, var(--warning) 10%, var(--surface));
    --warning-line: color-mix(in oklab, var(--warning) 40%, var(--surface));
    /* The edge of an input has to be seen (WCAG 1.4.11): 3:1 against the surface. */
    --control-line: color-mix(in oklab, var(--text) 48%, var(--surface));
  }
`;
