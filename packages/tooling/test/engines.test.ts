import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineNames, engines, missingEngine, readEngineNames } from './engines.ts';

test('engines are chosen by name, and another name is refused by saying which there are', () => {
  assert.deepEqual(readEngineNames('firefox,webkit'), ['firefox', 'webkit']);
  assert.throws(() => readEngineNames('safari'), /chromium, firefox, webkit, not "safari"/);
  assert.throws(() => readEngineNames(''), /not ""/);
});

test('a missing engine is named with what brings it and how to go without', () => {
  for (const name of engineNames) {
    assert.match(missingEngine(name), new RegExp(`^${name} .*OPENPRM_BROWSERS`));
    assert.ok(missingEngine(name).includes(engines[name].advice));
  }
});
