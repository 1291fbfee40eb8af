import { expect } from 'chai';
import fc from 'fast-check';
import { SLOT_COUNT } from '../../lib/base/hash-slot.ts';
import {
  BEGIN,
  CHECK,
  ChangeReader,
  ChangeWriter,
  COPIED,
  DELETE,
  DROP,
  END,
  FLOOR,
  GIVEN,
  PUT,
  SAME,
  STOP,
} from '../../lib/replication/changes.ts';
import { damage, type Entry, entry, imageOf, newKeyspace, put } from './arbitraries.ts';

const START = 10;
const slot = fc.nat(SLOT_COUNT - 1);
const version = fc.nat(2 ** 52);

type Frame =
  | { op: typeof PUT; slot: number; entry: Entry }
  | { op: typeof DELETE | typeof DROP; slot: number; version: number; key: Uint8Array }
  | { op: number; slot: number; version?: number };

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ op: fc.constant(PUT), slot, entry }),
  fc.record({ op: fc.constantFrom(DELETE, DROP), slot, version, key: fc.uint8Array({ maxLength: 30 }) }),
  fc.record({ op: fc.constantFrom(FLOOR, BEGIN, END, SAME, CHECK), slot, version }),
  fc.record({ op: fc.constantFrom(GIVEN, COPIED, STOP), slot }),
);

function write(frames: readonly Frame[]): ChangeWriter {
  const writer = new ChangeWriter(START);
  for (const one of frames) {
    if ('entry' in one) {
      const keyspace = newKeyspace();
      writer.put(one.slot, imageOf(keyspace, put(keyspace, one.entry)));
    } else if ('key' in one) {
      const key = Buffer.from(one.key);
      writer.key(one.op, one.slot, one.version, key, 0, key.length);
    } else if (one.version === undefined) writer.mark(one.op, one.slot);
    else writer.number(one.op, one.slot, one.version);
  }
  return writer;
}

/** Reads frames again; `isBroken` if some of it is none. */
function read(buf: Buffer, start: number, end: number): { frames: Frame[]; isBroken: boolean } {
  const reader = new ChangeReader(buf, start, end);
  const frames: Frame[] = [];
  while (reader.next()) {
    const { op, slot: at, number } = reader;
    const key = new Uint8Array(buf.subarray(reader.keyStart, reader.keyEnd));
    if (op === PUT) {
      const value = new Uint8Array(buf.subarray(reader.valueStart, reader.valueEnd));
      const { expiresAtMs } = reader;
      frames.push({ op, slot: at, entry: { key, value, version: number, expiresAtMs } });
    } else if (op === DELETE || op === DROP) frames.push({ op, slot: at, version: number, key });
    else if (op >= FLOOR && op <= CHECK && op !== GIVEN) {
      frames.push({ op, slot: at, version: number });
    } else frames.push({ op, slot: at });
  }
  return { frames, isBroken: reader.isBroken };
}

describe('changes', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), (frames) => {
        const { buf, length } = write(frames);
        expect(read(buf, START, length)).to.deep.equal({ frames, isBroken: false });
      }),
      { numRuns: 60 },
    );
  });

  it('that are damaged neither throw nor reach beyond their end', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.nat(7),
        fc.boolean(),
        (frames, at, bit, isCut) => {
          const { buf, length } = write(frames);
          const damaged = damage(buf.subarray(START, length), at, bit, isCut);
          const reader = new ChangeReader(damaged, 0, damaged.length);
          while (reader.next()) {
            expect(reader.slot).to.be.below(SLOT_COUNT);
            expect(Number.isSafeInteger(reader.number)).to.equal(true);
            expect(reader.keyEnd).to.be.at.most(damaged.length);
            expect(reader.valueEnd).to.be.at.most(damaged.length);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('that are cut off within a frame are broken', () => {
    const writer = new ChangeWriter(START);
    const key = Buffer.from('key');
    writer.key(DELETE, 5, 77, key, 0, 3);
    for (let end = START + 1; end < writer.length; end++) {
      expect(read(writer.buf, START, end), `${end}`).to.deep.equal({ frames: [], isBroken: true });
    }
  });

  it('refuse versions that are none', () => {
    for (const number of [Number.NaN, -1, 0.5, 2 ** 60]) {
      const writer = new ChangeWriter(START);
      writer.number(FLOOR, 1, number);
      expect(read(writer.buf, START, writer.length).isBroken).to.equal(true);
    }
  });

  it('refuse expiry times that are none', () => {
    for (const expiresAtMs of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 2 ** 60]) {
      const entry = { key: new Uint8Array(3), value: new Uint8Array(2), version: 1, expiresAtMs: 1 };
      const { buf, length } = write([{ op: PUT, slot: 1, entry }]);
      buf.writeDoubleLE(expiresAtMs, START + 11);
      expect(read(buf, START, length), `${expiresAtMs}`).to.deep.equal({ frames: [], isBroken: true });
    }
  });

  it('are none with a version after which no more could be given', () => {
    const writer = new ChangeWriter(0);
    writer.number(FLOOR, 1, Number.MAX_SAFE_INTEGER);
    const reader = new ChangeReader(writer.buf, 0, writer.length);
    expect([reader.next(), reader.isBroken]).to.deep.equal([false, true]);
  });
});
