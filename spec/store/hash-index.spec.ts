import v8 from 'node:v8';
import { expect } from 'chai';
import { Arena } from '../../lib/store/arena.ts';
import { checkArena } from '../../lib/store/check-arena.ts';
import { HashIndex, POSITION_END } from '../../lib/store/hash-index.ts';
import { Segments } from '../../lib/store/segments.ts';
import { seededRandom } from './seeded-random.ts';

const SLOT = 5;
/** Made before any other. */
const FIRST = new HashIndex(new Arena(new Segments()));

/** Whether V8 has two objects in the same shape: code that is compiled for one serves the other. */
function haveSameShape(a: object, b: object): boolean {
  v8.setFlagsFromString('--allow-natives-syntax');
  const compare = new Function('a', 'b', 'return %HaveSameMap(a, b)');
  const areSame = compare(a, b) as boolean;
  v8.setFlagsFromString('--no-allow-natives-syntax');
  return areSame;
}

/** All references of a hash, as `first` and `next` give them. */
function refsOf(index: HashIndex, hash: number): number[] {
  const refs: number[] = [];
  for (let ref = index.first(SLOT, hash); ref !== 0; ref = index.next()) refs.push(ref);
  return refs.sort((a, b) => a - b);
}

/** The pages lie in order and have each hash within their range; every cell of the arena is theirs. */
function checkIndex(arena: Arena, index: HashIndex, size: number): void {
  let found = 0;
  for (let position = 0; size > 0 && position < POSITION_END; ) {
    const first = index.pageAt(SLOT, position);
    const end = index.endOfPage(first, position);
    for (let page = first; page !== 0; page = index.nodes.nextInChain(page)) {
      for (let cell = 0; cell < index.nodes.keysIn(page); cell++, found++) {
        const hash = index.nodes.hashIn(page, cell) >>> 0;
        if (hash < position || hash >= end) expect.fail(`${hash} is not in ${position} to ${end}`);
      }
    }
    position = end;
  }
  expect(found).to.equal(size);
  const cells = new Set<number>();
  index.visitCells(SLOT, (ref) => cells.add(ref));
  checkArena(arena, cells);
}

/** Inserts and removes at random, after `expected` keys were announced. */
function growAndShrink(hashOf: (random: () => number) => number, expected: number): void {
  const random = seededRandom(17);
  const arena = new Arena(new Segments());
  const index = new HashIndex(arena);
  index.expect(SLOT, expected);
  const model: { hash: number; ref: number }[] = [];
  let nextRef = 1;
  for (const inserts of [0.8, 0.25, 0.7, 0.1]) {
    for (let step = 0; step < 3000; step++) {
      if (random() < inserts || model.length === 0) {
        const entry = { hash: hashOf(random), ref: nextRef++ };
        index.insert(SLOT, entry.hash, entry.ref);
        model.push(entry);
      } else {
        const at = Math.floor(random() * model.length);
        const { hash, ref } = model[at] as { hash: number; ref: number };
        model[at] = model[model.length - 1] as { hash: number; ref: number };
        model.pop();
        index.remove(SLOT, hash, ref);
      }
    }
    expect(index.counts.of(SLOT)).to.equal(model.length);
    checkIndex(arena, index, model.length);
    const byHash = new Map<number, number[]>();
    for (const { hash, ref } of model) byHash.set(hash, [...(byHash.get(hash) ?? []), ref]);
    for (const [hash, refs] of byHash) {
      expect(refsOf(index, hash)).to.deep.equal(refs.sort((a, b) => a - b));
    }
  }
  for (const { hash, ref } of model) index.remove(SLOT, hash, ref);
  checkIndex(arena, index, 0);
}

describe('HashIndex', () => {
  const shapes: { name: string; hashOf: (random: () => number) => number }[] = [
    { name: 'spread hashes', hashOf: (random) => Math.floor(random() * 2 ** 32) | 0 },
    { name: 'few different hashes', hashOf: (random) => Math.imul(Math.floor(random() * 50), 0x9e3779b1) },
    { name: 'hashes that agree but for their last bits', hashOf: (random) => -8 + Math.floor(random() * 8) },
    {
      name: 'hashes that agree in their first bits',
      hashOf: (random) => 0x7ff00000 + Math.floor(random() * 2 ** 20),
    },
  ];
  const expectations = [0, 10, 61, 100_000];
  for (const { name, hashOf } of shapes) {
    it(`is a multimap from hashes to references, growing and shrinking: ${name}`, () => {
      for (const keys of expectations) growAndShrink(hashOf, keys);
    });
  }

  it('makes a slot for the keys that are expected, once, and any other for one', () => {
    const arena = new Arena(new Segments());
    const index = new HashIndex(arena);
    const cellsOf = (slot: number): number => {
      let cells = 0;
      index.visitCells(slot, () => cells++);
      return cells;
    };
    index.expect(SLOT, 61);
    index.insert(SLOT, 1, 1);
    expect(cellsOf(SLOT)).to.equal(8 + 1);
    index.remove(SLOT, 1, 1);
    expect(cellsOf(SLOT)).to.equal(0);
    index.insert(SLOT, 1, 1);
    expect(cellsOf(SLOT)).to.equal(1);
    index.expect(SLOT + 1, 1e15);
    index.insert(SLOT + 2, 1, 2);
    expect(cellsOf(SLOT + 2)).to.equal(1);
    index.expect(SLOT + 1, 1e15);
    index.insert(SLOT + 1, 1, 3);
    expect(cellsOf(SLOT + 1)).to.equal(64 + 1);
  });

  it('keeps its shape when keys are announced, whatever their number was read from', () => {
    const index = new HashIndex(new Arena(new Segments()));
    index.expect(SLOT, new Float64Array([61])[0] as number);
    index.expect(SLOT, 1e15);
    expect(haveSameShape(index, FIRST)).to.equal(true);
  });

  it('replaces a reference among others of the same hash', () => {
    const index = new HashIndex(new Arena(new Segments()));
    for (let ref = 1; ref <= 40; ref++) index.insert(SLOT, 77, ref);
    index.replace(SLOT, 77, 13, 1013);
    const refs = refsOf(index, 77);
    expect(refs).to.include(1013);
    expect(refs).to.not.include(13);
    expect(refs).to.have.length(40);
    expect(() => index.replace(SLOT, 77, 13, 1)).to.throw('no such entry');
    expect(() => index.remove(SLOT, 77, 13)).to.throw('no such entry');
  });

  it('lets everything go when the last key of a slot goes or the slot is freed', () => {
    const arena = new Arena(new Segments());
    const index = new HashIndex(arena);
    for (let n = 1; n <= 5000; n++) index.insert(SLOT, Math.imul(n, 0x9e3779b1), n);
    index.freeSlot(SLOT);
    checkArena(arena, new Set());
    for (let n = 1; n <= 5000; n++) index.insert(SLOT, Math.imul(n, 0x9e3779b1), n);
    for (let n = 1; n <= 5000; n++) index.remove(SLOT, Math.imul(n, 0x9e3779b1), n);
    checkArena(arena, new Set());
  });
});
