import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { clinicMorning, type Pretence, serverOf } from './reference-server.fixture.ts';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The app over a pretended server, at nine in the morning, with the real pages and site. */
export function appOf(
  pretence: Pretence = {},
  embedFolder = folder('../static'),
): { app: Hono; notes: string[]; errors: unknown[] } {
  const { server, notes } = serverOf(pretence);
  const errors: unknown[] = [];
  const app = createApp({
    server,
    folders: {
      embed: embedFolder,
      states: embedFolder,
      site: folder('../../../examples/clinic-site'),
      pages: folder('../static'),
    },
    publicUrl: 'http://localhost:4870',
    keepsMail: true,
    now: () => clinicMorning,
    onError: (error) => errors.push(error),
  });
  return { app, notes, errors };
}

/** A form that a page of ours sends. */
export const ownForm = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
