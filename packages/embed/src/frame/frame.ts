import { framedAccessLog } from '@openprm/widgets/framed-access-log';
import { framedBooking } from '@openprm/widgets/framed-booking';
import { framedSurvey } from '@openprm/widgets/framed-survey';
import { type FramePage, openFrame } from '@openprm/widgets/frame-page';
import { isPersonalBooking } from '@openprm/widgets/personal-booking';
import { chapterOfSurvey, isPersonalSurvey } from '@openprm/widgets/personal-survey';

/** The elements that can stand in a frame, by the last part of its address. */
const elements: Readonly<Record<string, Pick<FramePage, 'framed' | 'load' | 'isPersonal' | 'chapterOf'>>> = {
  [framedAccessLog.name]: {
    framed: framedAccessLog,
    load: async () => (await import('../elements/access-log.ts')).define('prm'),
    // Whoever sees something in it has signed in, and signing in asks who they are.
    isPersonal: () => true,
  },
  [framedBooking.name]: {
    framed: framedBooking,
    load: async () => (await import('../elements/booking.ts')).define('prm'),
    isPersonal: isPersonalBooking,
  },
  [framedSurvey.name]: {
    framed: framedSurvey,
    load: async () => (await import('../elements/survey.ts')).define('prm'),
    isPersonal: isPersonalSurvey,
    chapterOf: chapterOfSurvey,
  },
};

/**
 * The script of a frame's page. The server has written into the page which element it shows and which origins may speak to it; the key stands in
 * its address. Whoever opens the page by itself reads what it is for.
 */
const { element = '', origins = '' } = document.documentElement.dataset;
const publishableKey = new URL(location.href).searchParams.get('key') ?? '';

const sheet = new CSSStyleSheet();
// Its height is the shell's; where a page limits that, it can still be scrolled. What is a person's own fills a frame of constant height, and scrolls where it is higher (decision 44).
sheet.replaceSync(`
  html { background: transparent; scrollbar-width: none; }
  html.personal { scrollbar-width: auto; }
  html.personal ::part(card) { box-sizing: border-box; min-block-size: 100vh; }
  body { margin: 0; }
  body > p { padding: 16px; font-family: sans-serif; }
`);
document.adoptedStyleSheets = [sheet];

if (window.parent === window) {
  for (const hidden of document.querySelectorAll<HTMLElement>('[hidden]')) hidden.hidden = false;
} else if (Object.hasOwn(elements, element) && elements[element]) {
  openFrame({
    ...elements[element],
    tag: `prm-${element}`,
    publishableKey,
    origins: [location.origin, ...origins.split(' ').filter(Boolean)],
  });
}
