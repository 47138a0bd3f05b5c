import { css } from 'lit';
import { asText, opaque, value } from './readable-colors.ts';

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
    --radius: var(--prm-radius, 12px);
    --space: var(--prm-space, 4px);

    --radius-small: calc(var(--radius) * 0.6);
    --accent-text: ${asText(value`var(--accent)`)};
    --raised: color-mix(in oklab, var(--text) 4%, var(--surface));
    --tint: color-mix(in oklab, var(--accent-text) 10%, var(--surface));
    --bone: color-mix(in oklab, var(--text) 9%, transparent);

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
