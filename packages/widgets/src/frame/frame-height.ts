import type { ReactiveController } from 'lit';

/** What a framed element of lit is asked to call after each of its updates. */
type Updating = Element & { addController(controller: ReactiveController): void };

const isUpdating = (element: Element): element is Updating => 'addController' in element;

/**
 * Tells how high the frame is to be: as high as what is shown, now and whenever that changes, as long as it is public; once that it is a person's own, and then nothing, until it is public again.
 * While it is a person's own the document has the class `personal`: the frame keeps its height, and what is higher scrolls inside.
 *
 * @returns what says whether the frame has that constant height now
 */
export function watchHeight(
  element: Element,
  isPersonal: (element: Element) => boolean,
  tell: (blockSize: number | null) => void,
): { readonly isPersonalNow: () => boolean } {
  const { classList } = document.documentElement;
  const isPersonalNow = () => classList.contains('personal');
  /** Before any height is told, so that what is drawn by then is already known for what it is. */
  const settle = () => {
    const isSo = isPersonal(element);
    if (isSo === isPersonalNow()) return;
    classList.toggle('personal', isSo);
    if (isSo) tell(null);
    else tellHeight(element.getBoundingClientRect().height);
  };
  const tellHeight = (blockSize: number) => {
    if (blockSize > 0) tell(blockSize);
  };
  // An update may change whose it is, and no height.
  if (isUpdating(element)) element.addController({ hostUpdated: settle });
  new ResizeObserver(([entry]) => {
    settle();
    if (!isPersonalNow()) tellHeight(entry?.borderBoxSize[0]?.blockSize ?? 0);
  }).observe(element);
  return { isPersonalNow };
}
