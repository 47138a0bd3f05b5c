import { css, type CSSResult } from 'lit';
import { asText, opaque, value } from './readable-colors.ts';

/** White on what is darker than y = 0.179, else black: 4.58:1 or more on any colour. */
const writingOn = (color: CSSResult) =>
  value`color(from ${color} xyz-d65 clamp(0, (0.179 - y) * 1e6, 0.95) clamp(0, (0.179 - y) * 1e6, 1) clamp(0, (0.179 - y) * 1e6, 1.089))`;

/** What is derived for the views that come later. */
export const laterTokens = css`
  .root {
    --on-accent: ${writingOn(value`var(--accent)`)};
    --danger: ${opaque(value`var(--prm-danger, light-dark(#b3261e, #ff9a92))`)};
    --warning: var(--prm-warning, #d98a00);
    --success: ${opaque(value`var(--prm-success, var(--accent))`)};
    --accent-hover: color-mix(in oklab, var(--accent) 88%, oklch(from var(--on-accent) calc(1 - l) 0 0));
    --success-text: ${asText(value`var(--success)`)};
    --success-tint: color-mix(in oklab, var(--success-text) 11%, var(--surface));
    --danger-text: ${asText(value`var(--danger)`)};
    --warning-tint: color-mix(in oklab, var(--warning) 10%, var(--surface));
    --warning-line: color-mix(in oklab, var(--warning) 40%, var(--surface));
    --danger-tint: color-mix(in oklab, var(--danger-text) 8%, var(--surface));
    --danger-line: color-mix(in oklab, var(--danger-text) 45%, var(--surface));
    /* The edge of an input has to be seen (WCAG 1.4.11): 3:1 against the surface. */
    --control-line: color-mix(in oklab, var(--text) 48%, var(--surface));
  }
`;
