import { assert, fixture, html, waitUntil } from '@open-wc/testing';
import * as fc from 'fast-check';
import { bookingStates } from '../booking/booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from '../booking/booking-still.fixture.ts';
import { readTheme } from '../frame/host-theme.ts';
import { contrastOf } from './contrast.fixture.ts';
import { laterTokens } from './later-tokens.styles.ts';
import { outcomeTokens } from './outcome-tokens.styles.ts';
import { keepColorsSettled, settleColors } from './settle-colors.ts';
import { tokens } from './tokens.styles.ts';

defineBookingStill();

const isForced = matchMedia('(forced-colors: active)').matches;

/** What is written on what, by the derived tokens. */
const pairs = [
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-hover'],
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
  'a tenth there': '#ffcc001a',
  'not there': 'transparent',
  'by name': 'rebeccapurple',
  'a colour of the system': 'CanvasText',
  'by lightness': 'oklch(0.7 0.2 145)',
  'without a hue': 'oklch(0.4 none none)',
  mixed: 'color-mix(in oklab, red, white 40%)',
  'by scheme': 'light-dark(#ffd7d7, #400000)',
  'the text’s': 'currentColor',
  'made of the text’s': 'color-mix(in srgb, CURRENTCOLOR 30%, white)',
  'derived from the text’s': 'rgb(from currentcolor g b r / 0.4)',
} as const;

/** What is no colour: the default stands in its place. */
const mistakes = ['#12', 'dark teal', 'url(x.png)', '12px', 'rgb(1 2'] as const;

const accents = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 0, max: 255 })));

/** The tokens alone, in a root of their own, as every element has them. */
function swatches(scheme: 'light' | 'dark') {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [tokens, laterTokens, outcomeTokens].flatMap(({ styleSheet }) => styleSheet ?? []);
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
    /** What the derived tokens come to. */
    colors: (token: string, color: string) => {
      host.style.setProperty(token, color);
      settleColors(host);
      return samples.map(({ sample }) => getComputedStyle(sample)).map((style) => [style.color, style.backgroundColor]);
    },
    /** The pairs that cannot be read; empty when there are none. */
    unreadable: (token: string, color: string) => {
      host.style.setProperty(token, color);
      settleColors(host);
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

      for (const token of ['--prm-accent', '--prm-surface', '--prm-text', '--prm-muted', '--prm-danger']) {
        it(`is as it comes with a ${token} that is no colour`, () => {
          const asItComes = shown.colors('--unused', '0');
          for (const mistake of mistakes) assert.deepEqual(shown.colors(token, mistake), asItComes, mistake);
        });
      }

      it('a text’s colour is that of the host, also in dark text on what is accented', () => {
        shown.host.style.color = 'rgb(0, 0, 200)';
        assert.deepEqual(shown.colors('--prm-accent', 'currentcolor'), shown.colors('--prm-accent', 'rgb(0, 0, 200)'));
      });

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

  it('what is chosen, done, focused and the main act are seen with any accent', async () => {
    const element = await fixture<BookingStillElement>(html`<prm-booking-still></prm-booking-still>`);
    element.style.colorScheme = 'light';
    await element.show(bookingStates['what: holding none']);
    const part = (selector: string) => {
      const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
      assert.ok(found, selector);
      return getComputedStyle(found);
    };
    element.shadowRoot?.querySelector<HTMLElement>('.button.primary')?.focus();
    for (const accent of [...Object.values(brands), ...mistakes]) {
      element.style.setProperty('--prm-accent', accent);
      element.requestUpdate();
      await element.updateComplete;
      const act = part('.button.primary');
      assert.isAtLeast(contrastOf(act.color, act.backgroundColor), 4.5, `the main act with ${accent}`);
      assert.equal(act.outlineStyle, 'solid', `the focus with ${accent}`);
      assert.equal(act.outlineWidth, '2px');
      const { borderTopWidth, borderTopColor } = part('.radio:checked');
      assert.equal(borderTopWidth, '6px', `what is chosen with ${accent}`);
      for (const mark of [borderTopColor, act.outlineColor, part('.segment.done').backgroundColor])
        assert.isAtLeast(contrastOf(mark, 'white'), 3, `a mark with ${accent}`);
    }
  });

  it('a frame is told no colour that is none', () => {
    const host = document.createElement('div');
    const probe = document.createElement('div');
    host.append(probe);
    document.body.append(host);
    host.style.cssText = '--prm-accent: #12; --prm-danger: red; --prm-radius: 4px; --prm-space: wide';
    const { tokens: told } = readTheme(host, probe);
    host.remove();
    assert.deepEqual(Object.keys(told), ['--prm-danger', '--prm-radius']);
  });
} else {
  it('in forced colours the colours are the system’s', () => assert.isTrue(isForced));
}

it('an element that is updated often settles its colours at once, and then soon', async () => {
  const { host } = swatches('light');
  const root = host.shadowRoot?.querySelector<HTMLElement>('.root');
  const set = (color: string) => {
    host.style.setProperty('--prm-accent', color);
    keepColorsSettled(host);
  };
  set('no colour');
  assert.equal(root?.style.getPropertyValue('--prm-accent'), 'initial');
  set('teal');
  assert.equal(root?.style.getPropertyValue('--prm-accent'), 'initial');
  await waitUntil(() => root?.style.getPropertyValue('--prm-accent') === '', 'what is a colour is not settled');
  host.remove();
});
