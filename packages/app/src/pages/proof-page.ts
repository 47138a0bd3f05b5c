import { html } from 'hono/html';
import { type CodeField, codeField } from './code-field.ts';
import { problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { type StaffFrame, staffLayout } from './staff-layout.ts';

/** Names that the page's own fields have among those of the form that waits. */
export const proofFields = { code: 'proof-code', path: 'proof-path', factor: 'proof-factor' } as const;

/** What the page shows. */
export interface ProofView extends CodeField {
  /** The form that waits: where it goes and what was typed into it. */
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Where one goes who does not want it done after all. */
  readonly back: string;
  readonly problem?: string | undefined;
}

/** Asks for a code before something grave is done, and has what was typed on it, so that it goes on from there. */
export const proofPage = (frame: StaffFrame, { path, fields, back, problem, factor, isInOutbox }: ProofView): Html =>
  staffLayout(frame, {
    title: 'Enter a code to go on',
    page: 'proof',
    main: html`<div class="wrap sign-in">
      <form class="card" method="post" action="/staff/proof">
        <h1>Enter a code to go on</h1>
        ${problemNotice(problem)} ${tokenField(frame.token)}
        ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <input type="hidden" name="${proofFields.path}" value="${path}" />
        <input type="hidden" name="${proofFields.factor}" value="${factor}" />
        <p>
          Nothing is done yet. This needs a code, so that nobody else does it at an open page. What you typed is kept.
        </p>
        ${codeField({ factor, isInOutbox }, proofFields.code)}
        <button class="button--primary" type="submit">Go on</button>
        <p><a href="${back}">Do not go on</a></p>
      </form>
    </div>`,
  });
