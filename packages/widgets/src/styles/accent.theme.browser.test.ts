import { assert } from '@open-wc/testing';
import * as fc from 'fast-check';
import { contrastOf } from './contrast.fixture.ts';
import { tokens } from './tokens.styles.ts';

const isForced = matchMedia('(forced-colors: active)').matches;

/** What is written on what, by the derived tokens. */
const pairs = [
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-hover'],
  ['--on-accent-off', '--accent-off'],
  ['--accent-text', '--surface'],
  ['--accent-text', '--raised'],
  ['--accent-text', '--tint'],
  ['--success-text', '--surface'],
  ['--success-text', '--success-tint'],
  ['--danger-text', '--surface'],
  ['--danger-text', '--danger-tint'],
  ['--text', '--surface'],
  ['--text', '--tint'],
  ['--text', '--warning-tint'],
  ['--text', '--danger-tint'],
  ['--muted', '--surface'],
  ['--muted', '--raised'],
  ['--muted', '--tint'],
  ['--muted', '--warning-tint'],
] as const;

const brands = {
  white: '#ffffff',
  black: '#000000',
  yellow: '#ffff00',
  blue: '#0000ff',
  red: '#ff0000',
  lime: '#00ff00',
  cyan: '#00ffff',
  magenta: '#ff00ff',
  'grey in the middle': '#767676',
  'grey of a surface': '#14181b',
  facebook: '#1877f2',
  whatsapp: '#25d366',
  youtube: '#ff0033',
  ikea: '#fbd914',
  nhs: '#005eb8',
  kaiser: '#006ba6',
  mayo: '#0057b8',
  cleveland: '#007a33',
  'named, wide gamut': 'color(display-p3 1 0.4 0)',
  'half transparent': 'rgb(11 110 105 / 0.5)',
} as const;

const accents = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 0, max: 255 })));

/** The tokens alone, in a root of their own, as every element has them. */
function swatches(scheme: 'light' | 'dark') {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'open' });
  if (tokens.styleSheet) shadow.adoptedStyleSheets = [tokens.styleSheet];
  const root = document.createElement('div');
  root.className = 'root';
  shadow.append(root);
  host.style.colorScheme = scheme;
  const samples = pairs.map(([text, ground]) => {
    const sample = document.createElement('span');
    sample.style.color = `var(${text}, transparent)`;
    sample.style.backgroundColor = `var(${ground}, transparent)`;
    root.append(sample);
    return { name: `${text} on ${ground}`, sample };
  });
  document.body.append(host);
  return {
    host,
    /** The pairs that cannot be read; empty when there are none. */
    unreadable: (token: string, color: string) => {
      host.style.setProperty(token, color);
      const found = samples.flatMap(({ name, sample }) => {
        const style = getComputedStyle(sample);
        const contrast = contrastOf(style.color, style.backgroundColor);
        return contrast >= 4.5 ? [] : [`${name} in ${scheme} with ${token} ${color}: ${contrast.toFixed(2)}`];
      });
      return found.join('\n');
    },
  };
}

if (!isForced) {
  for (const scheme of ['light', 'dark'] as const) {
    describe(`in the ${scheme} scheme`, () => {
      let shown: ReturnType<typeof swatches>;
      beforeEach(() => (shown = swatches(scheme)));
      afterEach(() => shown.host.remove());

      it('all text is readable as it comes', () => {
        assert.equal(shown.unreadable('--unused', '0'), '');
      });

      for (const token of ['--prm-accent', '--prm-success', '--prm-danger', '--prm-warning']) {
        it(`all text is readable with any ${token}`, () => {
          for (const color of Object.values(brands)) assert.equal(shown.unreadable(token, color), '');
          fc.assert(
            fc.property(accents, ([red, green, blue]) => {
              assert.equal(shown.unreadable(token, `rgb(${red} ${green} ${blue})`), '');
            }),
            { numRuns: 150 },
          );
        });
      }

      it('an edge of what can be pressed and of an input can be seen', () => {
        const edge = document.createElement('span');
        edge.style.color = 'var(--control-line)';
        edge.style.backgroundColor = 'var(--surface)';
        shown.host.shadowRoot?.querySelector('.root')?.append(edge);
        const { color, backgroundColor } = getComputedStyle(edge);
        assert.isAtLeast(contrastOf(color, backgroundColor), 3);
      });
    });
  }
} else {
  it('in forced colours the colours are the system’s', () => assert.isTrue(isForced));
}
