/**
 * Groups of buttons that are one Tab stop (ARIA Authoring Practices, roving tabindex), marked `data-roving`. Arrow keys inside a group come with the rest of the code.
 */

/** The buttons of a group, in their order. */
export const buttonsOf = (group: Element): readonly HTMLButtonElement[] => [...group.querySelectorAll('button')];

/** Makes one button of a group its Tab stop. */
export function setStop(buttons: readonly HTMLButtonElement[], stop: HTMLButtonElement | undefined): void {
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}

/** After each render: one button of each group is the Tab stop, namely the focused, the chosen, the first open or the first. */
export function settleStops(root: HTMLElement | DocumentFragment): void {
  for (const group of root.querySelectorAll('[data-roving]')) {
    const buttons = buttonsOf(group);
    setStop(
      buttons,
      buttons.find((button) => button.matches(':focus')) ??
        buttons.find((button) => button.ariaPressed === 'true') ??
        buttons.find((button) => button.ariaDisabled !== 'true') ??
        buttons[0],
    );
  }
}
