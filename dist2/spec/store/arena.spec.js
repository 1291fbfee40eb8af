import { expect } from 'chai';
import { Arena } from '../../lib/store/arena.js';
import { KIND_ENTRY, KIND_SHIFT, SEGMENT_SHIFT, UNIT_MASK } from '../../lib/store/cell-reference.js';
import { checkArena } from '../../lib/store/check-arena.js';
import { Segments } from '../../lib/store/segments.js';
import { CELL_BYTES, MAX_CELL_BYTES, sizeClassOf } from '../../lib/store/size-classes.js';
import { seededRandom } from './seeded-random.js';
/** Fills a cell with a value of its own, so that an overlap shows. */
function fill(arena, ref, bytes) {
    const words = arena.words[ref >>> SEGMENT_SHIFT];
    const first = (ref & UNIT_MASK) << 1;
    words.fill(ref, first, first + bytes / 4);
    words[first] = KIND_ENTRY << KIND_SHIFT;
}
function isIntact(arena, ref, bytes) {
    const words = arena.words[ref >>> SEGMENT_SHIFT];
    const first = (ref & UNIT_MASK) << 1;
    return words.subarray(first + 1, first + bytes / 4).every((word) => word === ref);
}
describe('Arena', () => {
    it('has size classes of which the smallest that fits is at most 7 bytes or 14 % too large, 25 % beyond 16 KB', () => {
        for (let bytes = 16; bytes <= MAX_CELL_BYTES; bytes++) {
            const cell = CELL_BYTES[sizeClassOf(bytes)];
            const excess = bytes > 16_384 ? 1.25 : 1.14;
            if (cell < bytes || (cell > bytes + 7 && cell > bytes * excess))
                expect.fail(`${bytes} go into ${cell}`);
        }
        expect(CELL_BYTES[sizeClassOf(92)]).to.equal(96);
    });
    it('gives cells that do not overlap, through allocation and freeing of all sizes', () => {
        const random = seededRandom(23);
        const arena = new Arena(new Segments());
        const cells = [];
        for (const share of [0.9, 0.3, 0.8, 0]) {
            for (let step = 0; step < 4000; step++) {
                if (random() < share) {
                    const sizeClass = sizeClassOf(16 + Math.floor(random() ** 6 * (MAX_CELL_BYTES - 16)));
                    const cell = { ref: arena.allocate(sizeClass), bytes: CELL_BYTES[sizeClass] };
                    expect(arena.cellBytes(cell.ref)).to.equal(cell.bytes);
                    fill(arena, cell.ref, cell.bytes);
                    cells.push(cell);
                }
                else if (cells.length > 0) {
                    const [cell] = cells.splice(Math.floor(random() * cells.length), 1);
                    if (!isIntact(arena, cell.ref, cell.bytes))
                        expect.fail(`cell ${cell.ref} was overwritten`);
                    arena.free(cell.ref);
                }
            }
            checkArena(arena, new Set(cells.map((cell) => cell.ref)));
        }
    });
    it('drops segments that are empty, but for one, and takes slabs for other sizes again', () => {
        const arena = new Arena(new Segments());
        const sizeClass = sizeClassOf(MAX_CELL_BYTES);
        const refs = [];
        while (arena.words.length < 4)
            refs.push(arena.allocate(sizeClass));
        const full = arena.usedBytes;
        expect(full).to.be.above(3 * 2 ** 26 * 0.9);
        for (const ref of refs)
            arena.free(ref);
        expect(arena.words.filter((words) => words.length > 0)).to.have.length(1);
        expect(arena.usedBytes).to.be.at.most(2 ** 26);
        const small = arena.allocate(sizeClassOf(16));
        fill(arena, small, 16);
        checkArena(arena, new Set([small]));
        expect(arena.words.filter((words) => words.length > 0)).to.have.length(1);
    });
});
//# sourceMappingURL=arena.spec.js.map