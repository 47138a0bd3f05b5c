import { html } from 'lit';

/** Bones of the choice; needs no words, so that it can be shown before the language is there. */
export const openingSkeleton = () => html`
  <div class="stack" aria-hidden="true">
    <div class="progress"><span class="segment"></span><span class="segment"></span><span class="segment"></span></div>
    <span class="bone heading-bone"></span>
    <span class="bone option-bone"></span><span class="bone option-bone"></span><span class="bone option-bone"></span>
    <div class="footer"><span class="bone button-bone"></span></div>
  </div>
`;

/** The first state as a server renders it, which knows no times; without scripts the clinic's own words follow. */
export const serverSkeleton = () => html`${openingSkeleton()}<noscript><slot name="fallback"></slot></noscript>`;
