import { expect } from 'chai';
import { Random } from '../../lib/base/random.ts';
import { UsedChunks } from '../../lib/cluster/used-chunks.ts';
import { ReplyWriter } from '../../lib/resp/reply-writer.ts';

describe('memory of commands under way', () => {
  const KB = 1024;

  /** Writes commands of random lengths; those that are not answered must keep their bytes. Returns the chunks that were used. */
  function play(commands: number, mostUnderWay: number): Set<Buffer> {
    const random = new Random(5);
    const writer = new ReplyWriter();
    const chunks = new UsedChunks(writer);
    const seen = new Set<Buffer>();
    const underWay: { buf: Buffer; start: number; end: number; byte: number }[] = [];
    let answered = 0;
    for (let number = 0; number < commands; number++) {
      const byte = random.uint32() % 256;
      const bytes = Buffer.alloc(1 + (random.uint32() % (4 * KB)), byte);
      const start = writer.append(bytes, 0, bytes.length);
      chunks.onWritten(number);
      seen.add(writer.buf);
      underWay.push({ buf: writer.buf, start, end: start + bytes.length, byte });
      writer.take(() => {});
      const left = underWay.length > mostUnderWay ? random.uint32() % mostUnderWay : underWay.length;
      for (const { buf, start: from, end, byte: expected } of underWay.splice(0, underWay.length - left)) {
        expect(buf.subarray(from, end).every((each) => each === expected)).to.equal(true);
        answered++;
      }
      chunks.onAnswered(answered - 1);
    }
    return seen;
  }

  it('is used again once they are answered, and not before', () => {
    expect(play(5000, 200).size).to.be.within(2, 8);
  });

  it('is left alone when the connection is lost', () => {
    const writer = new ReplyWriter();
    const chunks = new UsedChunks(writer);
    const before = new Set([writer.buf]);
    const half = Buffer.alloc(200 * KB);
    for (let number = 0; number < 2; number++) {
      writer.append(half, 0, half.length);
      chunks.onWritten(number);
      before.add(writer.buf);
    }
    chunks.forget();
    for (let number = 2; number < 8; number++) {
      writer.append(half, 0, half.length);
      chunks.onWritten(number);
      chunks.onAnswered(number);
      expect(before.has(writer.buf)).to.equal(false);
    }
  });
});
