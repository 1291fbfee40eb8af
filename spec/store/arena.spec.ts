import { expect } from 'chai';
import { Arena, SLABS_PER_SEGMENT } from '../../lib/store/arena.ts';
import {
  KIND_ENTRY,
  KIND_SHIFT,
  SEGMENT_SHIFT,
  SLAB_SHIFT,
  UNIT_MASK,
} from '../../lib/store/cell-reference.ts';
import { checkArena } from '../../lib/store/check-arena.ts';
import { Segments } from '../../lib/store/segments.ts';
import { CELL_BYTES, MAX_CELL_BYTES, sizeClassOf } from '../../lib/store/size-classes.ts';
import { seededRandom } from './seeded-random.ts';

/** Fills a cell with a value of its own, so that an overlap shows. */
function fill(arena: Arena, ref: number, bytes: number): void {
  const words = arena.words[ref >>> SEGMENT_SHIFT] as Int32Array;
  const first = (ref & UNIT_MASK) << 1;
  words.fill(ref, first, first + bytes / 4);
  words[first] = KIND_ENTRY << KIND_SHIFT;
}

function isIntact(arena: Arena, ref: number, bytes: number): boolean {
  const words = arena.words[ref >>> SEGMENT_SHIFT] as Int32Array;
  const first = (ref & UNIT_MASK) << 1;
  return words.subarray(first + 1, first + bytes / 4).every((word) => word === ref);
}

describe('Arena', () => {
  it('has size classes of which the smallest that fits is at most 7 bytes or 14 % too large, 25 % beyond 16 KB', () => {
    for (let bytes = 16; bytes <= MAX_CELL_BYTES; bytes++) {
      const cell = CELL_BYTES[sizeClassOf(bytes)] as number;
      const excess = bytes > 16_384 ? 1.25 : 1.14;
      if (cell < bytes || (cell > bytes + 7 && cell > bytes * excess))
        expect.fail(`${bytes} go into ${cell}`);
    }
    expect(CELL_BYTES[sizeClassOf(92)]).to.equal(96);
  });

  it('gives cells that do not overlap, through allocation and freeing of all sizes', () => {
    const random = seededRandom(23);
    const arena = new Arena(new Segments());
    const cells: { ref: number; bytes: number }[] = [];
    for (const share of [0.9, 0.3, 0.8, 0]) {
      for (let step = 0; step < 4000; step++) {
        if (random() < share) {
          const sizeClass = sizeClassOf(16 + Math.floor(random() ** 6 * (MAX_CELL_BYTES - 16)));
          const cell = { ref: arena.allocate(sizeClass), bytes: CELL_BYTES[sizeClass] as number };
          expect(arena.cellBytes(cell.ref)).to.equal(cell.bytes);
          fill(arena, cell.ref, cell.bytes);
          cells.push(cell);
        } else if (cells.length > 0) {
          const [cell] = cells.splice(Math.floor(random() * cells.length), 1) as [
            { ref: number; bytes: number },
          ];
          if (!isIntact(arena, cell.ref, cell.bytes)) expect.fail(`cell ${cell.ref} was overwritten`);
          arena.free(cell.ref);
        }
      }
      checkArena(arena, new Set(cells.map((cell) => cell.ref)));
    }
  });

  it('drops segments that are empty, but for one, and takes slabs for other sizes again', () => {
    const arena = new Arena(new Segments());
    const sizeClass = sizeClassOf(MAX_CELL_BYTES);
    const refs: number[] = [];
    while (arena.words.length < 4) refs.push(arena.allocate(sizeClass));
    const full = arena.usedBytes;
    expect(full).to.be.above(3 * 2 ** 26 * 0.9);
    for (const ref of refs) arena.free(ref);
    expect(arena.words.filter((words) => words.length > 0)).to.have.length(1);
    expect(arena.usedBytes).to.be.at.most(2 ** 26);
    const small = arena.allocate(sizeClassOf(16));
    fill(arena, small, 16);
    checkArena(arena, new Set([small]));
    expect(arena.words.filter((words) => words.length > 0)).to.have.length(1);
  });

  it('neither counts nor opens an idle slab that is closed, nor opens one of which less than a cell was touched', () => {
    const arena = new Arena(new Segments());
    const ref = arena.allocate(5);
    arena.close(0, arena.slabCount);
    arena.free(ref);
    for (let time = 0; time < 3; time++) expect(arena.openIdle(5)).to.equal(false);
    expect([arena.slabsOf[5]?.size, arena.idleSlabs, arena.idleBytes]).to.deep.equal([0, 0, 0]);
    expect(arena.words).to.have.length(1);
    checkArena(arena, new Set());
    arena.reopen();
    expect([arena.idleSlabs, arena.hasIdle(5), arena.hasIdle(50)]).to.deep.equal([1, true, false]);
    expect(arena.openIdle(50), 'no cell of that size has been touched').to.equal(false);
    expect(arena.openIdle(5)).to.equal(true);
    expect([arena.slabsOf[5]?.size, arena.idleSlabs, arena.idleBytes]).to.deep.equal([1, 0, 0]);
    checkArena(arena, new Set());
  });

  it('opens an idle slab rather than an untouched one in a fuller segment', () => {
    const arena = new Arena(new Segments());
    const [large, small] = [sizeClassOf(MAX_CELL_BYTES), sizeClassOf(16)];
    while ((arena.slabsOf[large]?.size ?? 0) < SLABS_PER_SEGMENT - 1) arena.allocate(large);
    arena.close(0, SLABS_PER_SEGMENT);
    const [kept, freed] = [arena.allocate(small), arena.allocate(large)];
    arena.reopen();
    arena.free(freed);
    const used = arena.usedBytes;
    expect(arena.idleSlabs).to.equal(1);
    expect(arena.openIdle(small)).to.equal(true);
    expect(arena.allocate(small) >>> SLAB_SHIFT).to.equal(freed >>> SLAB_SHIFT);
    expect([arena.idleSlabs, arena.usedBytes]).to.deep.equal([0, used]);
    expect(kept >>> SLAB_SHIFT).to.not.equal(freed >>> SLAB_SHIFT);
  });
});
