import { expect } from '@open-wc/testing';
import { defineElement } from './define-element.ts';

describe('defining an element', () => {
  const warnings: unknown[] = [];
  const { warn } = console;
  beforeEach(() => {
    warnings.length = 0;
    console.warn = (...args) => warnings.push(args);
  });
  afterEach(() => {
    console.warn = warn;
  });

  it('registers a class under as many tags as are asked for, and again without a word', () => {
    class One extends HTMLElement {}
    for (const tag of ['first-one', 'second-one', 'third-one', 'first-one', 'third-one']) defineElement(tag, One);
    for (const tag of ['first-one', 'second-one', 'third-one'])
      expect(document.createElement(tag)).to.be.instanceOf(One);
    expect(warnings).to.deep.equal([]);
  });

  it('leaves a tag to who had it first, and warns once', () => {
    class Mine extends HTMLElement {}
    class Theirs extends HTMLElement {}
    defineElement('taken-one', Mine);
    defineElement('taken-one', Theirs);
    defineElement('taken-one', Theirs);
    expect(document.createElement('taken-one')).to.be.instanceOf(Mine);
    expect(warnings.length).to.equal(1);
    defineElement('free-one', Theirs);
    expect(document.createElement('free-one')).to.be.instanceOf(Theirs);
  });
});
