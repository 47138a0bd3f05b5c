import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, openAs } from '../app.fixture.ts';
import { appointmentOf } from '../reference-server.fixture.ts';

/** Pages with a list of records that are sealed. */
const pages = ['/staff', '/staff/tasks', '/staff/tasks?closed', '/staff/waitlist', '/staff/people'];

const open = async (address: string, damaged?: readonly string[]) => {
  const { app } = appOf({ appointments: [appointmentOf()], ...(damaged === undefined ? {} : { damaged }) });
  const response = await openAs(app, 'owner', address);
  assert.equal(response.status, 200);
  return (await response.text()).replaceAll(/\s+/g, ' ');
};

describe('a record that cannot be read', () => {
  for (const address of pages)
    test(`is told before the list of ${address}, which is not called empty`, async () => {
      const [whole, text] = [await open(address), await open(address, ['apt_lost1'])];
      assert.doesNotMatch(whole, /cannot be read/);
      assert.match(text, /1 record cannot be read.* is missing below.*its log says what to do for apt_lost1\./);
      assert.ok(text.indexOf('cannot be read') < text.indexOf('<h1'));
      assert.doesNotMatch(text, /Nobody waits|Nothing here|<div class="empty" ?>/);
    });

  test('takes none of the others with it, and several are counted, each once', async () => {
    const text = await open('/staff', ['apt_lost1', 'apt_lost2', 'apt_lost1']);
    assert.match(text, /2 records cannot be read.* are missing below.*apt_lost1, apt_lost2\./);
    assert.match(text, /Dana/);
  });

  test('of its own page is said to be damaged, and not to be gone', async () => {
    const { app } = appOf({ unreadable: true });
    const response = await openAs(app, 'owner', '/staff/tasks/tsk_lost0001');
    assert.equal(response.status, 500);
    assert.match(await response.text(), /This record cannot be read.*request id req_lost1/s);
  });
});
