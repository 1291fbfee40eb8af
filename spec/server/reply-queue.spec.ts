import { expect } from 'chai';
import fc from 'fast-check';
import { ReplyQueue } from '../../lib/server/reply-queue.ts';

class Collector {
  text = '';
  raw(buf: Buffer, start: number, end: number): void {
    this.text += buf.toString('latin1', start, end);
  }
}

function fulfil(queue: ReplyQueue, ticket: number, text: string): boolean {
  const bytes = Buffer.from(`<${text}>`);
  return queue.fulfil(ticket, bytes, 1, bytes.length - 1);
}

describe('ReplyQueue', () => {
  it('hands out nothing that is behind a ticket', () => {
    const queue = new ReplyQueue();
    const sent = new Collector();
    const first = queue.reserve(false);
    queue.push(Buffer.from('b'), 0, 1);
    queue.drain(sent);
    expect(sent.text).to.equal('');
    expect(queue.bytes).to.equal(1);
    expect(fulfil(queue, first, 'a')).to.equal(true);
    queue.drain(sent);
    expect(sent.text).to.equal('ab');
    expect([queue.length, queue.bytes]).to.deep.equal([0, 0]);
  });

  it('says whether a fulfilled ticket is at the front', () => {
    const queue = new ReplyQueue();
    const first = queue.reserve(false);
    const second = queue.reserve(false);
    expect(fulfil(queue, second, 'b')).to.equal(false);
    expect(fulfil(queue, first, 'a')).to.equal(true);
  });

  it('hands out nothing for a muted ticket', () => {
    const queue = new ReplyQueue();
    const sent = new Collector();
    fulfil(queue, queue.reserve(true), 'x');
    fulfil(queue, queue.reserve(false), 'y');
    queue.drain(sent);
    expect(sent.text).to.equal('y');
    expect(queue.bytes).to.equal(0);
  });

  it('takes one place for ranges that follow each other in memory', () => {
    const queue = new ReplyQueue();
    const sent = new Collector();
    const first = queue.reserve(false);
    const bytes = Buffer.from('0123456789');
    for (let at = 0; at < 10; at++) queue.push(bytes, at, at + 1);
    expect([queue.length, queue.bytes]).to.deep.equal([2, 10]);
    queue.push(bytes, 0, 1);
    expect(queue.length).to.equal(3);
    fulfil(queue, first, 'a');
    queue.drain(sent);
    expect(sent.text).to.equal('a01234567890');
  });

  it('expects replies to be as long as the longest of late', () => {
    const queue = new ReplyQueue();
    const answer = (count: number, length: number): void => {
      for (let n = 0; n < count; n++) fulfil(queue, queue.reserve(false), 'x'.repeat(length));
      queue.drain(new Collector());
    };
    const expectedOf = (count: number): number => {
      const tickets = Array.from({ length: count }, () => queue.reserve(false));
      const { expectedBytes } = queue;
      for (const ticket of tickets) fulfil(queue, ticket, '');
      queue.drain(new Collector());
      return expectedBytes;
    };
    expect(expectedOf(4)).to.equal(4 * 128 * 1024);
    answer(150, 5);
    expect(expectedOf(100)).to.be.at.most(1600);
    answer(1, 10_000);
    answer(1, 5);
    expect(expectedOf(2)).to.equal(2 * 9375);
    const late = queue.reserve(false);
    queue.push(Buffer.alloc(500), 0, 500);
    expect(queue.expectedBytes).to.be.above(500);
    fulfil(queue, late, 'abc');
    expect(queue.expectedBytes).to.equal(503);
  });

  it('gives back a ring that is far larger than needed, once it is empty', () => {
    const queue = new ReplyQueue();
    const pass = (count: number): number => {
      const tickets = Array.from({ length: count }, () => queue.reserve(false));
      for (const ticket of tickets) fulfil(queue, ticket, 'x');
      queue.drain(new Collector());
      return queue.capacity;
    };
    expect([pass(5000), pass(5000), pass(900), pass(5)]).to.deep.equal([8192, 8192, 0, 16]);
  });

  it('keeps the order whatever the order of fulfilment, drains and growth', () => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.constant('push' as const) },
      { weight: 3, arbitrary: fc.constant('reserve' as const) },
      { weight: 3, arbitrary: fc.nat(200) },
      fc.constant('drain' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = new ReplyQueue();
        const sent = new Collector();
        const open: { ticket: number; text: string }[] = [];
        let expected = '';
        let next = 0;
        const memory = Buffer.alloc(4096);
        let written = 0;
        for (const what of steps) {
          if (what === 'drain') queue.drain(sent);
          else if (what === 'push') {
            const text = `${next++},`;
            expected += text;
            const end = written + memory.write(text, written);
            queue.push(memory, written, end);
            written = end;
          } else if (what === 'reserve') {
            const text = `${next++},`;
            expected += text;
            open.push({ ticket: queue.reserve(false), text });
          } else if (open.length > 0) {
            const [{ ticket, text }] = open.splice(what % open.length, 1) as [
              { ticket: number; text: string },
            ];
            fulfil(queue, ticket, text);
          }
          expect(expected.startsWith(sent.text)).to.equal(true);
        }
        for (const { ticket, text } of open) fulfil(queue, ticket, text);
        queue.drain(sent);
        expect(sent.text).to.equal(expected);
        expect([queue.length, queue.bytes]).to.deep.equal([0, 0]);
      }),
    );
  });
});
