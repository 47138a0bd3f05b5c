import { css } from 'lit';

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
    --accent: var(--prm-accent, #0b6e69);
    --surface: var(--prm-surface, light-dark(#fff, #14181b));
    --text: var(--prm-text, light-dark(#14211f, #e8eeec));
    --muted: var(--prm-muted, light-dark(#566462, #9fb0ad));
    --line: var(--prm-line, light-dark(#dfe6e4, #2d373b));
    --danger: var(--prm-danger, light-dark(#b3261e, #ff9a92));
    --warning: var(--prm-warning, #d98a00);
    --success: var(--prm-success, var(--accent));
    --radius: var(--prm-radius, 12px);
    --space: var(--prm-space, 4px);

    --radius-small: calc(var(--radius) * 0.6);
    /* Black or white, whichever reads better: both reach 4.5:1 where they meet. */
    --on-accent: oklch(from var(--accent) calc((0.58 - l) * 1000) 0 0);
    --accent-text: light-dark(
      oklch(from var(--accent) min(l, 0.5) c h),
      oklch(from var(--accent) max(l, 0.76) min(c, 0.12) h)
    );
    --success-text: light-dark(
      oklch(from var(--success) min(l, 0.5) c h),
      oklch(from var(--success) max(l, 0.76) min(c, 0.12) h)
    );
    --raised: color-mix(in oklab, var(--text) 4%, var(--surface));
    --tint: color-mix(in oklab, var(--accent-text) 11%, var(--surface));
    --bone: color-mix(in oklab, var(--text) 7%, var(--surface));
    --warning-tint: color-mix(in oklab, var(--warning) 12%, var(--surface));
    --warning-line: color-mix(in oklab, var(--warning) 40%, var(--surface));
    --danger-tint: color-mix(in oklab, var(--danger) 8%, var(--surface));
    --danger-line: color-mix(in oklab, var(--danger) 45%, var(--surface));
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
    font-weight: 400;
    line-height: 1.5;
    letter-spacing: normal;
    word-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
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
