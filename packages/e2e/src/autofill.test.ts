import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import { type AppProcess, startApp } from './app-process.ts';
import { bookingActs } from './booking-acts.ts';
import { startBrowser } from './browser.ts';
import { reachForm } from './engines/booking-clicks.ts';
import { clickOn, fillForm, untilHeading } from './engines/element-clicks.ts';
import type { EnginePage } from './engines/engine-page.ts';
import { openEnginePage, wantedEngines } from './engines/open-engine-page.ts';

/** What a browser or a password manager goes by to know a field (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill). */
const fields = [
  { name: 'given', type: 'text', autocomplete: 'given-name', inputMode: 'text', label: 'First name' },
  { name: 'family', type: 'text', autocomplete: 'family-name', inputMode: 'text', label: 'Last name' },
  { name: 'phone', type: 'tel', autocomplete: 'tel', inputMode: 'tel', label: 'Mobile phone' },
  { name: 'birthDate', type: 'text', autocomplete: 'bday', inputMode: 'text', label: 'Date of birth' },
  { name: 'email', type: 'email', autocomplete: 'email', inputMode: 'email', label: 'E-mail' },
] as const;

let app: AppProcess;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

for (const engine of wantedEngines()) {
  describe(`a form that is filled without a key, in ${engine}`, () => {
    let page: EnginePage;
    before(async () => {
      page = await openEnginePage(engine);
      await page.goto(`${app.url}/book.html`);
      await reachForm(page, ['New patient evaluation', 'Harbor Clinic']);
    });
    after(() => page?.close());

    it('is one form in one root, whose fields say what they are', async () => {
      const found = await page.evaluate(() => {
        const root = document.querySelector('prm-booking')?.shadowRoot;
        const inputs = [...(root?.querySelectorAll<HTMLInputElement>('input:not([type=radio])') ?? [])];
        return inputs.map((input) => ({
          name: input.name,
          type: input.type,
          autocomplete: input.getAttribute('autocomplete'),
          inputMode: input.inputMode,
          label: (input.labels?.[0]?.innerText ?? '').replace(/\s*MM \/ DD \/ YYYY$/, ''),
          // what a filler finds its way by
          isIdentified: root?.getElementById(input.name) === input,
          isInForm: input.form !== null && input.form === inputs[0]?.form && input.form.getRootNode() === root,
          canBeFilled: !input.disabled && !input.readOnly && input.checkVisibility(),
        }));
      });
      const expected = fields.map((field) => ({ ...field, isIdentified: true, isInForm: true, canBeFilled: true }));
      assert.deepEqual(found, expected);
    });

    it('books with what a filler has set, date of birth as YYYY-MM-DD', async () => {
      const email = `filled.${engine}@patient.example`;
      await fillForm(page, {
        given: 'Fill',
        family: 'Ermann',
        phone: '+1 555 010 7788',
        birthDate: '1985-03-31',
        email,
      });
      await clickOn(page, 'button', 'Book this visit');
      const said = await untilHeading(page, 'You are booked');
      assert.ok(said.includes(email), `the details go to another address: ${said}`);
    });
  });
}

describe("Chromium's own autofill", () => {
  it('fills name, phone and e-mail from an address that is saved in it, and the visit is booked', async () => {
    const browser = await startBrowser();
    try {
      const { page } = await browser.visit();
      await page.goto(`${app.url}/book.html`);
      const acts = bookingActs(page);
      await acts.chooseVisit(/New patient evaluation/, /Harbor Clinic/);
      await acts.chooseFirstAvailable();
      await acts.title().getByText('Who is the visit for?').waitFor();
      const session = await page.context().newCDPSession(page);
      await session.send('Autofill.enable');
      const address = [
        ['NAME_FIRST', 'Otto'],
        ['NAME_LAST', 'Fillmore'],
        ['PHONE_HOME_WHOLE_NUMBER', '+15550107799'],
        ['EMAIL_ADDRESS', 'otto.fillmore@patient.example'],
      ].map(([name = '', value = '']) => ({ name, value }));
      await fillFrom(session, 'given', address);
      assert.deepEqual(await acts.typed(), ['Otto', 'Fillmore', '+15550107799', '', 'otto.fillmore@patient.example']);
      // Chromium keeps no dates of birth (https://chromium.googlesource.com/chromium/src/+/main/components/autofill).
      await page.getByRole('textbox', { name: /^Date of birth/ }).fill('03/31/1985');
      await acts.click(acts.button('Book this visit'));
      await acts.title().getByText('You are booked').waitFor();
      await page.getByText(/otto\.fillmore@patient\.example/).waitFor();
    } finally {
      await browser.close();
    }
  });
});

/** Chromium looks a form over some time after it appeared, and says that it knows no such field until then. */
async function fillFrom(session: CDPSession, name: string, fields: { name: string; value: string }[]): Promise<void> {
  const fieldId = await backendNodeId(session, name);
  for (const until = Date.now() + 10_000; ; await setTimeout(50))
    try {
      await session.send('Autofill.trigger', { fieldId, address: { fields } });
      return;
    } catch (error) {
      if (Date.now() > until || !String(error).includes('Field not found')) throw error;
    }
}

/** The node of a field, inside the shadow root too. */
async function backendNodeId(session: CDPSession, name: string): Promise<number> {
  const { result } = await session.send('Runtime.evaluate', {
    expression: `document.querySelector('prm-booking').shadowRoot.getElementById('${name}')`,
  });
  const { node } = await session.send('DOM.describeNode', { objectId: result.objectId ?? '' });
  return node.backendNodeId;
}
