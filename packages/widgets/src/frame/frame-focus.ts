/**
 * What holds things that one is chosen from. It is told in place of the one that has the focus: what an option stands at is which option it is, and forms are no secret.
 * A group of questions is none.
 */
const choices = 'fieldset:not(.group, .instance), [role=group], [role=grid], [data-choices]';

/** What takes the focus by a script alone, when something new is to be read: the heading of a step, or a notice. */
const landings = '#heading, .notice-title';

/** What is told to have the focus: the whole of what is chosen from, or the field or act itself. */
function toldPlaceOf(target: Element): Element {
  let place = target;
  for (let around = target.closest(choices); around; around = around.parentElement?.closest(choices) ?? null)
    place = around;
  return place;
}

/**
 * Tells where the focus is when it moved to another place by a key or by a new step, so that the host's page scrolls there: across origins a browser does not
 * have to. Where somebody pressed they look already. From one option to the next nothing is told: how often it moved would say which one it is on.
 *
 * Of what is a person's own it tells nothing: where a field stands depends on the lines above it. The browser itself scrolls to what a key has moved to, and to what is new see {@link landInside}.
 */
export function watchFocus(inside: Node, isPersonal: () => boolean, tell: (top: number, bottom: number) => void): void {
  let pressed: readonly EventTarget[] = [];
  addEventListener('pointerdown', (event) => (pressed = event.composedPath()), true);
  addEventListener('keydown', () => (pressed = []), true);
  // Inside the shadow root: a focus that stays in there is not told outside of it.
  inside.addEventListener('focusin', (event) => {
    const { target } = event;
    if (!(target instanceof Element) || isPersonal()) return;
    const place = toldPlaceOf(target);
    const before = 'relatedTarget' in event ? event.relatedTarget : null;
    if (pressed.includes(place) || (before instanceof Node && place.contains(before))) return;
    const { top, bottom } = place.getBoundingClientRect();
    const from = Math.max(0, top + window.scrollY);
    tell(from, Math.max(from, bottom + window.scrollY));
  });
}

/**
 * What is new to read, and a person's own, is scrolled to inside the frame alone. Left to itself a browser scrolls the page around too, so that its scripts could read from that what stands above.
 * The document is the element's alone, so its method is changed here rather than each call.
 *
 * @param tell that there is something new to read
 */
export function landInside(isPersonal: () => boolean, tell: () => void): void {
  const { focus } = HTMLElement.prototype;
  const { scrollIntoView } = Element.prototype;
  // Help that an answer has brought is told to nobody, not even that it is there.
  Element.prototype.scrollIntoView = function (options) {
    if (!isPersonal()) return scrollIntoView.call(this, options);
    const { top, bottom, height } = this.getBoundingClientRect();
    const below = bottom + margin - innerHeight;
    if (top < margin || height + 2 * margin > innerHeight) scrollBy(0, top - margin);
    else if (below > 0) scrollBy(0, below);
  };
  HTMLElement.prototype.focus = function (options) {
    const isLanding = isPersonal() && this.matches(landings);
    focus.call(this, isLanding ? { ...options, preventScroll: true } : options);
    if (!isLanding) return;
    // A new step begins at its beginning; a notice comes as near to the upper edge as it can, which is what is told.
    if (this.id === 'heading') scrollTo(0, 0);
    else scrollBy(0, this.getBoundingClientRect().top - margin);
    tell();
  };
}

/** Above what was scrolled to, in CSS pixels. */
const margin = 16;
