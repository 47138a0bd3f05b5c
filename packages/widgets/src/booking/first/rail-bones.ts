import { html } from 'lit';

/** A line of the summary that is not known yet. */
export const railBone = () => html`
  <div class="fact" aria-hidden="true">
    <span class="bone dot"></span><span><span class="bone line"></span><span class="bone line short"></span></span>
  </div>
`;

/** The summary before it is known: what and where. */
export const railBones = () =>
  html`<aside class="rail" part="rail" aria-hidden="true">${railBone()} ${railBone()}</aside>`;
