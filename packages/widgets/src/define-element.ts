const registered = new WeakSet<CustomElementConstructor>();
const warned = new Set<string>();

/**
 * Registers an element under a tag, and under further tags too. The first definition of a tag wins; a second one, for example from another
 * version of this package, changes nothing and warns once.
 *
 * @param tag Lower case, with a hyphen: `prm-booking`, `acme-booking`.
 * @param element The class, as its module exports it.
 */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  const known = customElements.get(tag);
  if (known !== undefined) {
    if (known === element || Object.getPrototypeOf(known) === element) return;
    if (!warned.has(tag)) {
      console.warn(
        `OpenPRM: <${tag}> is already defined; the first definition stays. Two versions can stand side by side with define('prefix').`,
      );
    }
    warned.add(tag);
    return;
  }
  // A class may be registered once, so each further tag has one of its own.
  customElements.define(tag, registered.has(element) ? class extends element {} : element);
  registered.add(element);
}
