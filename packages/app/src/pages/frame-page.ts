import { html } from 'hono/html';
import type { Html } from './layout.ts';

/** The files that a frame loads, by their addresses. */
export interface FrameFiles {
  readonly script: string;
  /** What is loaded beside the script, so that nothing waits for anything. */
  readonly preloads: readonly string[];
}

/**
 * The page of an element in a frame. Nothing of a visit stands in it: the same key gives the same page, and its title says nothing. What it shows it learns
 * from the page around it.
 *
 * @param element name of the element, such as `booking`
 * @param origins that may frame this page and speak to it
 */
export const framePage = (element: string, origins: readonly string[], { script, preloads }: FrameFiles): Html =>
  html`<!doctype html>
    <html lang="en" data-element="${element}" data-origins="${origins.join(' ')}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>OpenPRM</title>
        <script type="module" src="${script}"></script>
        ${preloads.map((file) => html`<link rel="modulepreload" href="${file}" />`)}
      </head>
      <body>
        <p hidden>
          This page belongs in a frame, on the pages of: ${origins.length > 0 ? origins.join(', ') : 'nobody yet'}. An
          origin that is missing has to be added to the key.
        </p>
      </body>
    </html>`;

const refusals = {
  unknown:
    'The publishable key of this page is unknown or was revoked. Put a key that is in use on the element: the keys command of the server lists them and makes new ones.',
  limited: 'This page was opened too often from this network. It opens again in a minute or so.',
} as const;

/**
 * What is shown in place of an element for a key that is unknown or revoked, and to a network that asks too often. Anybody may frame it, so that whoever put the key on
 * a page reads it there; it has nothing to press.
 */
export const refusedPage = (reason: keyof typeof refusals, script: string): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="robots" content="noindex" />
        <title>OpenPRM</title>
        <script type="module" src="${script}"></script>
      </head>
      <body>
        <p>${refusals[reason]}</p>
      </body>
    </html>`;
