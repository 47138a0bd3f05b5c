/** What somebody at a page does and sees, told before anything follows from it. */
export type ToldAct =
  | { readonly kind: 'seen'; readonly question: number; readonly value: string }
  /** About to be typed or chosen. */
  | { readonly kind: 'answers'; readonly question: number; readonly value: string }
  /** What was to be typed was not: the question had gone meanwhile. */
  | { readonly kind: 'missed'; readonly question: number }
  /** The screen says that the clinic has all answers so far, or that this device keeps them. */
  | { readonly kind: 'kept'; readonly by: 'clinic' | 'device' }
  /** About to be sent, as the review shows them. */
  | { readonly kind: 'sends'; readonly shown: readonly string[] }
  | { readonly kind: 'retries' }
  /** About to decide which of two answers stay: those of the page, or the others. */
  | { readonly kind: 'chooses'; readonly which: 'own' | 'other' }
  | { readonly kind: 'arrived' }
  | { readonly kind: 'was-there' }
  /** The screen says that all was sent before, and that answers of this page, or some that the device has kept, are not among it or may not be. */
  | { readonly kind: 'late'; readonly where: 'page' | 'device' };

/** What a person is told to be like. */
export interface PersonHabits {
  readonly seed: number;
  /** What every text of theirs begins with. */
  readonly token: string;
  /** What a choice is between. */
  readonly options: readonly string[];
  /** The questions that they answer on this page; all without it. */
  readonly answers?: readonly number[];
  /** They answer once there is no connection, and not before. */
  readonly waitsForOffline?: boolean;
  /** They look at the review and go back, as long as the page stays. */
  readonly isUndecided?: boolean;
  /** How often they take the other answers where some contradict theirs. */
  readonly otherShare?: number;
}

/**
 * Runs in the page, as a person: answers, goes on and back, looks again, sends, and tries again where the screen offers it, until the screen says that the answers
 * have arrived or were there. `tellAct` is awaited before each act, so that nothing happens that is not known of.
 */
export async function answerInPage({
  seed,
  token,
  options,
  answers,
  waitsForOffline = false,
  isUndecided = false,
  otherShare = 0,
}: PersonHabits): Promise<void> {
  const { tellAct } = globalThis as unknown as { tellAct: (token: string, act: ToldAct) => Promise<void> };
  let mixed = seed;
  const chance = () => {
    mixed = (Math.imul(mixed, 1_664_525) + 1_013_904_223) >>> 0;
    return mixed / 2 ** 32;
  };
  const pause = (milliseconds: number) => new Promise((next) => setTimeout(next, milliseconds));
  const root = () => document.querySelector('prm-survey')?.shadowRoot ?? null;
  const words = (selector: string) => root()?.querySelector(selector)?.textContent?.trim() ?? '';
  const button = (label: RegExp) =>
    [...(root()?.querySelectorAll<HTMLElement>('button') ?? [])].find(
      (each) => label.test(each.textContent?.trim() ?? '') && each.ariaDisabled !== 'true',
    );
  const tell = (act: ToldAct) => tellAct(token, act);
  const tellKept = async () => {
    const said = words('.kept');
    if (said === 'Saved at the clinic') await tell({ kind: 'kept', by: 'clinic' });
    if (said === 'Not saved at the clinic yet, kept on this device') await tell({ kind: 'kept', by: 'device' });
  };
  const unansweredMilliseconds = 4000;
  const seen = new Set<string>();
  let typed = 0;
  let isWaiting = waitsForOffline;

  const answerOne = async (item: Element) => {
    const question = Number(/Question (\d+):/.exec(item.textContent ?? '')?.[1]);
    const controls = [...item.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    const [field] = controls;
    if (!field) return;
    const radios = controls.filter((each): each is HTMLInputElement => each.type === 'radio');
    const value = () => (radios.length > 0 ? (options[radios.findIndex(({ checked }) => checked)] ?? '') : field.value);
    if (!seen.has(String(question))) await tell({ kind: 'seen', question, value: value() });
    seen.add(String(question));
    if (answers && !answers.includes(question)) return;
    if (value() !== '' && chance() < 0.6) return;
    const choice = Math.floor(chance() * radios.length);
    const next =
      radios.length > 0 ? (options[choice] ?? '') : `${token} q${question} v${seed % 100_000}.${(typed += 1)}`;
    await tell({ kind: 'answers', question, value: next });
    if (radios.length > 0) radios[choice]?.click();
    else {
      field.value = next;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }
    await pause(0);
    if (!field.isConnected || value() !== next) await tell({ kind: 'missed', question });
  };

  for (;;) {
    await pause(chance() < 0.02 ? 3200 : chance() < 0.3 ? 300 : 5 + chance() * 60);
    if (!root()) {
      // Its code did not come, which the page says: the link is opened again.
      if (performance.now() > unansweredMilliseconds || document.querySelector('#retry:not([hidden])')) return;
      continue;
    }
    await tellKept();
    const title = words('.heading');
    if (/have arrived/.test(title)) return tell({ kind: 'arrived' });
    if (/answered these questions already/.test(words('.notice-title'))) return tell({ kind: 'was-there' });
    const late = words('.notice-text');
    if (/on this page since then has not reached/.test(late)) return tell({ kind: 'late', where: 'page' });
    if (/This device has kept answers/.test(late)) return tell({ kind: 'late', where: 'device' });
    const own = button(/^The answers on this page$/);
    const other = button(/^The other answers$/);
    const again = button(/^Try again$/);
    const item = root()?.querySelector('.items:not([inert]) .item');
    const review = root()?.querySelector('.review:not([inert])');
    if (own && other) {
      const which = chance() < otherShare ? 'other' : 'own';
      await tell({ kind: 'chooses', which });
      (which === 'own' ? own : other).click();
    } else if (again && chance() < 0.3) {
      await tell({ kind: 'retries' });
      again.click();
    } else if (item) {
      isWaiting &&= navigator.onLine;
      if (isWaiting) continue;
      await answerOne(item);
      if (!item.isConnected) continue;
      await tellKept();
      const back = button(/^Back$/);
      if (back && chance() < 0.15) back.click();
      else root()?.querySelector<HTMLElement>('.footer .primary')?.click();
    } else if (review) {
      const send = button(/^Send answers$/);
      if (isUndecided || chance() < 0.2) button(/^Back$/)?.click();
      else if (send) {
        const shown = [...review.querySelectorAll('.review-row')].map(
          (row) => row.querySelector('.given')?.textContent?.trim() ?? '',
        );
        await tell({ kind: 'sends', shown });
        // What is on the screen may have changed while that was told.
        if (send.isConnected && send.ariaDisabled !== 'true') send.click();
      }
    } else button(/^(Begin|Go on with your answers)$/)?.click();
  }
}
