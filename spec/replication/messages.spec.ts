import { expect } from 'chai';
import fc from 'fast-check';
import { SLOT_COUNT } from '../../lib/base/hash-slot.ts';
import {
  ClaimWriter,
  FOLLOW,
  MESSAGE_HEAD_BYTES,
  readAnswer,
  readClaim,
  TAKE,
  writeAnswer,
} from '../../lib/replication/messages.ts';
import { damage } from './arbitraries.ts';

const claimed = fc.tuple(fc.nat(SLOT_COUNT - 1), fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }));

function write(type: typeof FOLLOW | typeof TAKE, epoch: number, slots: readonly [number, number][]): Buffer {
  const writer = new ClaimWriter(type, epoch, slots.length);
  for (const [slot, digest] of slots) writer.add(slot, digest);
  return writer.buf.subarray(MESSAGE_HEAD_BYTES, writer.end);
}

describe('messages between shards', () => {
  it('claims are read as they were written', () => {
    fc.assert(
      fc.property(fc.constantFrom(FOLLOW, TAKE), fc.nat(), fc.array(claimed), (type, epoch, slots) => {
        const message = write(type, epoch, slots);
        const found: [number, number][] = [];
        expect(message[0]).to.equal(type);
        expect(readClaim(message, 0, message.length, (slot, digest) => found.push([slot, digest]))).to.equal(
          epoch,
        );
        expect(found).to.deep.equal(slots);
      }),
    );
  });

  it('a damaged claim names slots that exist, or is refused', () => {
    fc.assert(
      fc.property(
        fc.array(claimed, { minLength: 1 }),
        fc.nat(),
        fc.nat(7),
        fc.boolean(),
        (slots, at, bit, cut) => {
          const damaged = damage(write(TAKE, 3, slots), at, bit, cut);
          readClaim(damaged, 0, damaged.length, (slot) => expect(slot).to.be.below(SLOT_COUNT));
          if (cut && (damaged.length < 9 || (damaged.length - 9) % 10 !== 0)) {
            expect(readClaim(damaged, 0, damaged.length, () => {})).to.be.NaN;
          }
        },
      ),
    );
  });

  it('a claim of more slots than there are is none', () => {
    const most = Array.from({ length: SLOT_COUNT }, (_, slot): [number, number] => [slot, 0]);
    let visited = 0;
    const visit = () => visited++;
    const [all, more] = [write(TAKE, 3, most), write(TAKE, 3, [...most, [0, 0]])];
    expect(readClaim(all, 0, all.length, visit)).to.equal(3);
    expect(readClaim(more, 0, more.length, visit)).to.be.NaN;
    expect(visited).to.equal(SLOT_COUNT);
  });

  it('answers are read as they were written', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.array(fc.nat(SLOT_COUNT - 1)), (stream, refused) => {
        expect(readAnswer(writeAnswer(stream, refused))).to.deep.equal({ stream, refused });
      }),
    );
  });

  it('what is too short for an answer is none', () => {
    for (let length = 0; length < 4; length++) {
      expect(readAnswer(Buffer.alloc(length)), `${length}`).to.equal(undefined);
    }
  });
});
