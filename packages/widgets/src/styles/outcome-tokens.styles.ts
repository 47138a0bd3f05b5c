import { css } from 'lit';
import { asText, opaque, value } from './readable-colors.ts';

/** What is derived for what is wrong, and for what went well. */
export const outcomeTokens = css`
  .root {
    --danger: ${opaque(value`var(--prm-danger, light-dark(#b3261e, #ff9a92))`)};
    --success: ${opaque(value`var(--prm-success, var(--accent))`)};
    --success-text: ${asText(value`var(--success)`)};
    --success-tint: color-mix(in oklab, var(--success-text) 11%, var(--surface));
    --danger-text: ${asText(value`var(--danger)`)};
    --danger-tint: color-mix(in oklab, var(--danger-text) 8%, var(--surface));
    --danger-line: color-mix(in oklab, var(--danger-text) 45%, var(--surface));
  }
`;
