import { expect } from 'chai';
import { Arena } from '../../lib/store/arena.ts';
import { checkArena } from '../../lib/store/check-arena.ts';
import { Entries } from '../../lib/store/entries.ts';
import { Segments } from '../../lib/store/segments.ts';

describe('Entries', () => {
  it('keep no cell of a large value for which there is no memory', () => {
    const arena = new Arena(new Segments());
    const entries = new Entries(arena);
    for (const zeroed of [false, true]) {
      expect(() => entries.create(3, 2 ** 53, 0, zeroed, 0)).to.throw(RangeError);
    }
    checkArena(arena, new Set());
    expect(entries.usedBytes).to.equal(0);
  });
});
