import { expect } from 'chai';
import { JoinedMemory } from '../../lib/resp/joined-memory.ts';
import { REQUEST_LIMITS } from '../../lib/resp/limits.ts';
import { COMMAND, INCOMPLETE } from '../../lib/resp/parse-result.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { RequestBatch } from '../../lib/resp/request-batch.ts';
import { bytes, multibulk } from './drive.ts';

const KB = 1024;

describe('memory for split commands', () => {
  it('is used again where it fits, and made where it does not', () => {
    const memory = new JoinedMemory();
    const buf = memory.take(1000, 2000);
    expect(buf.length).to.equal(1000);
    memory.giveBack(buf);
    expect([memory.take(1001, 2000) === buf, memory.take(400, 999) === buf]).to.deep.equal([false, false]);
    expect(memory.take(500, 1000)).to.equal(buf);
    expect(memory.take(500, 1000)).to.not.equal(buf);
  });

  it('is bounded: few buffers, none of them large', () => {
    const memory = new JoinedMemory();
    const given: Buffer[] = Array.from({ length: 40 }, () => Buffer.alloc(64 * KB));
    for (const buf of given) memory.giveBack(buf);
    const large = Buffer.alloc(65 * KB);
    memory.giveBack(large);
    const kept = Array.from({ length: 40 }, () => memory.take(64 * KB, 100 * KB));
    expect(kept.filter((buf) => given.includes(buf))).to.have.length(32);
    expect(kept).to.not.include(large);
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
});
