import { html, raw } from 'hono/html';
import { encode } from 'uqr';
import type { Html } from './layout.ts';

/** A QR code as a picture of one path: black on white in both schemes, since cameras want it so. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data
    .map((row, y) =>
      darkRuns(row)
        .map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)
        .join(''),
    )
    .join('');
  return html`<svg
    class="qr"
    viewBox="0 0 ${size} ${size}"
    role="img"
    aria-label="${label}"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#fff" />
    <path fill="#000" d="${raw(path)}" />
  </svg>`;
}

/** Where dark modules begin in a row, and how many stand together. */
function darkRuns(row: readonly boolean[]): (readonly [x: number, length: number])[] {
  const runs: (readonly [number, number])[] = [];
  let start = -1;
  for (const [x, isDark] of [...row, false].entries()) {
    if (isDark && start < 0) start = x;
    if (!isDark && start >= 0) {
      runs.push([start, x - start]);
      start = -1;
    }
  }
  return runs;
}
