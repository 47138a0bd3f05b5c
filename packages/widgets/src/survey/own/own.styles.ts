import { css } from 'lit';
import { acts } from '../../styles/acts.styles.ts';
import { fields } from '../../styles/fields.styles.ts';
import { laterTokens } from '../../styles/later-tokens.styles.ts';
import { outcomeTokens } from '../../styles/outcome-tokens.styles.ts';
import { signInStyles } from '../../sign-in/sign-in.styles.ts';

const list = css`
  .own-surveys {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .own-survey {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2) calc(var(--space) * 4);
    align-items: center;
    padding-block: calc(var(--space) * 3);
    border-block-start: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .own-words {
    flex: 1 1 14em;
    min-inline-size: 0;
  }
  .own-title {
    font-weight: 600;
  }
  .own-part {
    margin: 0;
    margin-block: calc(var(--space) * 5) calc(var(--space) * 1.5);
    font-size: 0.95em;
    font-weight: 700;
    line-height: 1.3;
  }
  .own-back {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 1) calc(var(--space) * 4);
    align-items: baseline;
    margin-block-end: calc(var(--space) * 3);
  }
  .own-back > .link {
    min-block-size: 24px;
  }
  .survey-bone {
    inline-size: 100%;
    block-size: 4.2em;
    border-radius: var(--radius-small);
  }
  .more {
    margin-block-start: calc(var(--space) * 3);
    inline-size: 100%;
  }
  .empty {
    padding: calc(var(--space) * 4);
    background: var(--raised);
    border-radius: var(--radius-small);
  }
  @media (forced-colors: active) {
    .empty {
      border: 1px solid CanvasText;
    }
  }
`;

/** What opens a survey looks as what begins it. Before the styles of acts, whose forced colours hold here too. */
const openers = css`
  .own-survey > .button.primary {
    color: var(--surface);
    background: var(--accent-text);
    border-color: var(--accent-text);
  }
`;

/** What the list of one's own surveys, and signing in before it, need besides the element's first styles. */
export const ownStyles = [laterTokens, outcomeTokens, openers, acts, fields, signInStyles, list];
