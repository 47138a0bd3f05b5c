/**
 * Registers an element under a tag. The first definition of a tag wins; a second one, for example from another version of this package,
 * changes nothing and warns once.
 */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  const known = customElements.get(tag);
  if (known === element) return;
  if (known) {
    console.warn(
      `OpenPRM: <${tag}> is already defined; the first definition stays. Two versions can stand side by side with define('prefix').`,
    );
    return;
  }
  customElements.define(tag, element);
}
