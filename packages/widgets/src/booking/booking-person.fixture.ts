import type { PrmBookingElement } from '../prm-booking.ts';
import { waitUntil } from '../wait-until.fixture.ts';

type Role = 'button' | 'radio' | 'checkbox' | 'textbox' | 'heading' | 'link' | 'status' | 'group';

const selectors: Readonly<Record<Role, string>> = {
  button: 'button',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  textbox: 'input:not([type=radio], [type=checkbox])',
  heading: 'h1, h2, h3',
  link: 'a[href]',
  status: '[role=status]',
  group: '[role=group], fieldset',
};

type Name = string | RegExp;

/** Somebody in front of the element: finds things by role and name, as a person and a screen reader do, and acts on them. */
export class Person {
  readonly element: PrmBookingElement;

  constructor(element: PrmBookingElement) {
    this.element = element;
  }

  get #root(): ShadowRoot {
    const root = this.element.shadowRoot;
    if (!root) throw new Error('the element shows nothing');
    return root;
  }

  /** All text that can be read. */
  get reads(): string {
    return this.#root.querySelector<HTMLElement>('.root')?.innerText ?? '';
  }

  /** What a screen reader was told last. */
  get hears(): string {
    return this.#root.querySelector('[role=status]')?.textContent?.trim() ?? '';
  }

  /** Where the keyboard is, by its name. */
  get focusIsOn(): string {
    const focused = this.#root.activeElement;
    return focused ? nameOf(focused) : '';
  }

  all(role: Role, name: Name = /./): HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>(selectors[role])].filter((found) =>
      matches(nameOf(found), name),
    );
  }

  /** Waits until it is there. */
  async find(role: Role, name: Name): Promise<HTMLElement> {
    await waitUntil(() => this.all(role, name).length > 0, `no ${role} "${String(name)}" in: ${this.reads}`, {
      timeout: 8000,
    });
    const [found] = this.all(role, name);
    if (!found) throw new Error(`${role} "${String(name)}" is gone`);
    return found;
  }

  async press(role: Role, name: Name): Promise<void> {
    (await this.find(role, name)).click();
    await this.element.updateComplete;
  }

  async type(label: Name, text: string): Promise<void> {
    const field = await this.find('textbox', label);
    if (!(field instanceof HTMLInputElement)) throw new Error(`${String(label)} is no field`);
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await this.element.updateComplete;
  }

  async fillIn(changes: Readonly<Record<string, string>> = {}): Promise<void> {
    const answers = {
      'First name': 'Dana',
      'Last name': 'Reyes',
      'Mobile phone': '(555) 010-1234',
      'Date of birth': '03/14/1985',
      'E-mail': 'dana@example.org',
      ...changes,
    };
    for (const [label, text] of Object.entries(answers)) await this.type(new RegExp(`^${label}`), text);
  }

  async sees(text: Name): Promise<void> {
    await waitUntil(() => matches(this.reads, text), `"${String(text)}" is not in: ${this.reads}`, { timeout: 8000 });
  }

  /** The times that can be chosen, seen by somebody who takes a moment to look: what acts on them comes right after them. */
  async times(): Promise<HTMLElement[]> {
    await this.find('group', /^Times on/);
    const said = () => this.element.shadowRoot?.querySelector('[role=status]')?.textContent.trim();
    await waitUntil(() => /^\d/.test(said() ?? ''), 'the times are not announced', { timeout: 8000 });
    return buttonsIn(await this.find('group', /^Times on/));
  }

  /** The days of the shown week. */
  get days(): HTMLElement[] {
    const [days] = this.all('group', 'Days of the week');
    return days ? buttonsIn(days) : [];
  }
}

const buttonsIn = (group: HTMLElement) => [...group.querySelectorAll('button')];

const matches = (text: string, name: Name) => (typeof name === 'string' ? text === name : name.test(text));

/** The accessible name, as far as this element's markup needs it: label, `aria-labelledby`, `<label>`, content. */
export function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const root = element.getRootNode();
  const by = element.getAttribute('aria-labelledby');
  if (by && root instanceof ShadowRoot) return clean(root.getElementById(by)?.textContent);
  if (element instanceof HTMLInputElement) return clean(element.labels?.[0] ? spokenText(element.labels[0]) : '');
  return clean(spokenText(element));
}

/** The text without what is hidden from screen readers. */
function spokenText(node: Node): string {
  if (node instanceof Element && node.ariaHidden === 'true') return '';
  return node instanceof Text ? node.data : [...node.childNodes].map(spokenText).join('');
}

const clean = (text: string | null | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').trim();
