import { expect } from 'chai';
import { Random } from '../../lib/base/random.ts';
import { JoinedMemory, MAX_REUSED_BYTES } from '../../lib/resp/joined-memory.ts';
import { REQUEST_LIMITS } from '../../lib/resp/limits.ts';
import { COMMAND, INCOMPLETE } from '../../lib/resp/parse-result.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { RequestBatch } from '../../lib/resp/request-batch.ts';
import { bytes, multibulk } from './drive.ts';

const KB = 1024;

describe('memory for split commands', () => {
  it('is used again where it is long enough, and made where it is not', () => {
    const memory = new JoinedMemory();
    const buf = memory.take(1000);
    expect(buf.length).to.equal(1000);
    memory.giveBack(buf);
    expect(memory.take(1001)).to.not.equal(buf);
    expect(memory.take(500)).to.equal(buf);
    expect(memory.take(500)).to.not.equal(buf);
  });

  it('is bounded: few buffers, none of them longer than what is used again, the longest of those', () => {
    const memory = new JoinedMemory();
    const small = Array.from({ length: 32 }, () => Buffer.alloc(KB));
    const longer: Buffer[] = Array.from({ length: 3 }, () => Buffer.alloc(2 * KB));
    const tooLong = Buffer.alloc(MAX_REUSED_BYTES + 1);
    for (const buf of [...small, ...longer, tooLong]) memory.giveBack(buf);
    for (let i = 0; i < 3; i++) expect(longer).to.include(memory.take(2 * KB));
    expect(longer).to.not.include(memory.take(2 * KB));
    const rest = Array.from({ length: 40 }, () => memory.take(1));
    expect(rest.filter((buf) => buf.length === KB)).to.have.length(29);
    expect(memory.take(MAX_REUSED_BYTES + 1)).to.not.equal(tooLong);
  });

  it('leaves a command intact until the next is asked for, in whatever pieces commands come', () => {
    const parsing = { batch: new RequestBatch(), memory: new JoinedMemory() };
    const parsers = Array.from({ length: 3 }, () => new RequestParser(REQUEST_LIMITS, parsing));
    const values = Array.from({ length: 60 }, (_, i) =>
      String.fromCharCode(65 + i).repeat(100 + 701 * (i % 20)),
    );
    const stream = bytes(values.map((value) => multibulk('SET', 'k', value)).join(''));
    const seen = parsers.map((): string[] => []);
    const chunk = Buffer.alloc(1999);
    for (let at = 0; at < stream.length; at += chunk.length) {
      const length = stream.copy(chunk, 0, at);
      for (const [i, parser] of parsers.entries()) {
        parser.push(chunk, 0, length);
        while (parser.next() === COMMAND) seen[i]?.push(parser.request.text(2));
        expect(parser.next()).to.equal(INCOMPLETE);
      }
      chunk.fill(0);
    }
    for (const each of seen) expect(each).to.deep.equal(values);
  });

  it('takes what a parser keeps that stops between commands, again and again', () => {
    const random = new Random(7);
    const memory = new JoinedMemory();
    const parser = new RequestParser(REQUEST_LIMITS, { batch: new RequestBatch(), memory });
    const values = Array.from({ length: 3000 }, (_, i) => `${i}:`.repeat(1 + (random.uint32() % 300)));
    const stream = bytes(values.map((value) => multibulk('SET', 'k', value)).join(''));
    const seen: string[] = [];
    const buffers = new Set<Buffer>();
    const chunk = Buffer.alloc(40_000);
    for (let at = 0; at < stream.length; ) {
      const length = stream.copy(chunk, 0, at, at + 1 + (random.uint32() % chunk.length));
      at += length;
      parser.push(chunk, 0, length);
      for (let isWhole = false; !isWhole; ) {
        let left = random.uint32() % 20;
        for (; left > 0 && !isWhole; left--) {
          isWhole = parser.next() !== COMMAND;
          if (isWhole) continue;
          seen.push(parser.request.text(2));
          buffers.add(parser.request.buf);
        }
        if (!isWhole) parser.keepUnread();
        chunk.fill(0);
      }
    }
    expect(seen).to.deep.equal(values);
    expect(buffers.size).to.be.at.most(40);
  });

  it('lets a parser go on that stops in the middle of a command, wherever it is cut', () => {
    const stream = bytes(`${multibulk('SET', 'key', 'value')}${multibulk('GET', 'key')}`);
    for (const shared of [{}, { memory: new JoinedMemory() }]) {
      for (let cut = 1; cut < stream.length; cut++) {
        const parser = new RequestParser(REQUEST_LIMITS, { batch: new RequestBatch(), ...shared });
        const seen: string[] = [];
        const chunk = Buffer.alloc(stream.length);
        for (const [from, to] of [
          [0, cut],
          [cut, stream.length],
        ]) {
          parser.push(chunk, 0, stream.copy(chunk, 0, from, to));
          // Held before it was asked for anything.
          parser.keepUnread();
          chunk.fill(0);
          while (parser.next() === COMMAND) seen.push(parser.request.text(parser.request.argc - 1));
        }
        expect(seen, `cut at ${cut}`).to.deep.equal(['value', 'key']);
      }
    }
  });
});
