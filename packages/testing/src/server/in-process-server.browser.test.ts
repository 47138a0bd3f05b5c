import { expect } from '@open-wc/testing';
import { bookAndCancel } from './in-process-server.fixture.ts';

describe('the server core in a browser', () => {
  it('boots on a database in memory, books once for one intent, and cancels', async function () {
    this.timeout(90_000);
    const { days, ...result } = await bookAndCancel();
    expect(result).to.deep.equal({ booked: 'booked', again: 'the same', cancelled: 'cancelled', mails: 2 });
    expect(days).to.be.greaterThan(0);
  });
});
