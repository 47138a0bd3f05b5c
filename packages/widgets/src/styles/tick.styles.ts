import { css } from 'lit';

/** A box that is on or off (`.radio.box`): a tick where it is on, the system's own where colours are forced. */
export const tick = css`
  .box {
    flex: none;
    border-radius: 5px;
  }
  .box:checked {
    border: 2px solid var(--accent-text);
    background: var(--accent-text);
  }
  .box:checked::after {
    content: '';
    display: block;
    inline-size: 5px;
    block-size: 10px;
    margin-inline: auto;
    border: solid var(--surface);
    border-width: 0 2px 2px 0;
    transform: rotate(45deg);
  }
  @media (forced-colors: active) {
    .box {
      appearance: auto;
    }
    .box:checked::after {
      content: none;
    }
  }
`;
