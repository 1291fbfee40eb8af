/**
 * What the index is made of, in cells of the arena:
 *
 *   page       word 0   kind (bits 28-30) | slot (12-25) | depth (8-11) | capacity (4-7) | keys (0-3)
 *              word 1   next page of a chain, 0 at its end
 *              hash × capacity, then reference × capacity, in no order
 *   directory  word 0   kind (bits 28-30) | slot (12-25) | bits (0-3)
 *              word 1   number of children of depth `bits`
 *              reference × 2^bits
 *
 * Pages have room for 3, 7, 11 or 15 keys: 32, 64, 96 or 128 bytes. They hold whole hashes, so that a split reads no
 * entry and a lookup hardly ever reads an entry of another key. The first hash of a page is one of its range even when it has no
 * keys; with that and the slot, whoever comes upon a page or directory finds the way to it from the slot's root.
 */
import { KIND_DIRECTORY, KIND_PAGE, KIND_SHIFT, SEGMENT_SHIFT, UNIT_MASK } from './cell-reference.js';
import { nodeClassOf } from './size-classes.js';
export const CAPACITY_STEP = 4;
export const MIN_CAPACITY = 3;
export const MAX_CAPACITY = 15;
export const MAX_DIRECTORY_BITS = 10;
/** Words before the hashes of a page and the references of a directory. */
export const HEADER_WORDS = 2;
const SLOT_SHIFT = 12;
const SLOT_MASK = 0x3fff;
const DEPTH_SHIFT = 8;
const CAPACITY_SHIFT = 4;
/** A directory's bits in its word 0; a page's depth, capacity and keys take as many. */
export const BITS_MASK = 0xf;
/** The size classes of all pages and of the directories. */
export const NODE_CLASSES = nodeClasses();
function nodeClasses() {
    const words = [];
    for (let capacity = MIN_CAPACITY; capacity <= MAX_CAPACITY; capacity += CAPACITY_STEP)
        words.push(2 * capacity);
    for (let bits = 1; bits <= MAX_DIRECTORY_BITS; bits++)
        words.push(1 << bits);
    return [...new Set(words.map((count) => nodeClassOf((HEADER_WORDS + count) * 4)))];
}
export class IndexNodes {
    arena;
    constructor(arena) {
        this.arena = arena;
    }
    /** A page without keys; `hash` is any one of the range that it covers. */
    newPage(slot, hash, capacity, depth) {
        const page = this.arena.allocate(nodeClassOf((HEADER_WORDS + 2 * capacity) * 4));
        this.setHead(page, pageHead(slot, depth, capacity, 0));
        const words = this.wordsAt(page);
        const word = wordOf(page);
        words[word + 1] = 0;
        words[word + HEADER_WORDS] = hash;
        return page;
    }
    /** A directory without children yet. */
    newDirectory(slot, bits) {
        const directory = this.arena.allocate(nodeClassOf((HEADER_WORDS + (1 << bits)) * 4));
        this.setHead(directory, (KIND_DIRECTORY << KIND_SHIFT) | (slot << SLOT_SHIFT) | bits);
        this.wordsAt(directory)[wordOf(directory) + 1] = 0;
        return directory;
    }
    free(ref) {
        this.arena.free(ref);
    }
    isDirectory(ref) {
        return this.head(ref) >>> KIND_SHIFT === KIND_DIRECTORY;
    }
    /** Number of keys in one page. */
    keysIn(page) {
        return keysOf(this.head(page));
    }
    capacityOf(page) {
        return capacityOf(this.head(page));
    }
    depthOf(page) {
        return depthOf(this.head(page));
    }
    setDepth(page, depth) {
        this.setHead(page, pageHead(this.slotOf(page), depth, this.capacityOf(page), this.keysIn(page)));
    }
    /** The slot of a page or directory. */
    slotOf(ref) {
        return (this.head(ref) >>> SLOT_SHIFT) & SLOT_MASK;
    }
    /** A hash of the range that a page or directory covers. */
    hashOf(ref) {
        let page = ref;
        while (this.isDirectory(page))
            page = this.child(page, 0);
        return this.hashIn(page, 0);
    }
    isFull(page) {
        const head = this.head(page);
        return keysOf(head) === capacityOf(head);
    }
    hashIn(page, cell) {
        return this.wordsAt(page)[wordOf(page) + HEADER_WORDS + cell];
    }
    refIn(page, cell) {
        const words = this.wordsAt(page);
        const word = wordOf(page);
        return words[word + HEADER_WORDS + capacityOf(words[word]) + cell];
    }
    setRef(page, cell, ref) {
        const words = this.wordsAt(page);
        const word = wordOf(page);
        words[word + HEADER_WORDS + capacityOf(words[word]) + cell] = ref;
    }
    /** The cell of a reference, -1 if the page does not have it. */
    cellOf(page, ref) {
        const words = this.wordsAt(page);
        const word = wordOf(page);
        const head = words[word];
        const first = word + HEADER_WORDS + capacityOf(head);
        for (let cell = 0; cell < keysOf(head); cell++)
            if (words[first + cell] === ref)
                return cell;
        return -1;
    }
    nextInChain(page) {
        return this.wordsAt(page)[wordOf(page) + 1];
    }
    setNextInChain(page, next) {
        this.wordsAt(page)[wordOf(page) + 1] = next;
    }
    /** Adds a key to a page that is not full. */
    append(page, hash, ref) {
        const words = this.wordsAt(page);
        const word = wordOf(page);
        const head = words[word];
        const at = word + HEADER_WORDS + keysOf(head);
        words[at] = hash;
        words[at + capacityOf(head)] = ref;
        words[word] = head + 1;
    }
    appendAll(target, page) {
        const keys = this.keysIn(page);
        for (let cell = 0; cell < keys; cell++)
            this.append(target, this.hashIn(page, cell), this.refIn(page, cell));
    }
    /** Moves the last key into the cell's place; returns how many are left. */
    removeCell(page, cell) {
        const words = this.wordsAt(page);
        const word = wordOf(page);
        const head = words[word];
        const at = word + HEADER_WORDS + cell;
        const last = word + HEADER_WORDS + keysOf(head) - 1;
        words[at] = words[last];
        words[at + capacityOf(head)] = words[last + capacityOf(head)];
        words[word] = head - 1;
        return keysOf(head) - 1;
    }
    bitsOf(directory) {
        return this.head(directory) & BITS_MASK;
    }
    /** Number of a directory's children whose depth is its bits. */
    fullDepthCount(directory) {
        return this.wordsAt(directory)[wordOf(directory) + 1];
    }
    addFullDepth(directory, delta) {
        const words = this.wordsAt(directory);
        const word = wordOf(directory) + 1;
        words[word] = words[word] + delta;
    }
    child(directory, index) {
        return this.wordsAt(directory)[wordOf(directory) + HEADER_WORDS + index];
    }
    setChild(directory, index, ref) {
        this.wordsAt(directory)[wordOf(directory) + HEADER_WORDS + index] = ref;
    }
    /** Sets `count` references of a directory from `start` on. */
    setChildren(directory, start, count, ref) {
        for (let index = start; index < start + count; index++)
            this.setChild(directory, index, ref);
    }
    /** How many references of a directory of `bits` the child takes. */
    childSpan(child, bits) {
        return this.isDirectory(child) ? 1 : 1 << (bits - this.depthOf(child));
    }
    /** Frees a page with its chain, or a directory with all that is below it. */
    freeTree(ref) {
        if (this.isDirectory(ref)) {
            const bits = this.bitsOf(ref);
            for (let index = 0; index < 1 << bits;) {
                const child = this.child(ref, index);
                index += this.childSpan(child, bits);
                this.freeTree(child);
            }
            this.free(ref);
            return;
        }
        for (let page = ref; page !== 0;) {
            const next = this.nextInChain(page);
            this.free(page);
            page = next;
        }
    }
    /** Visits the same pages and directories. */
    visitTree(ref, visit) {
        if (this.isDirectory(ref)) {
            const bits = this.bitsOf(ref);
            for (let index = 0; index < 1 << bits;) {
                const child = this.child(ref, index);
                index += this.childSpan(child, bits);
                this.visitTree(child, visit);
            }
            visit(ref);
        }
        else
            for (let page = ref; page !== 0; page = this.nextInChain(page))
                visit(page);
    }
    wordsAt(ref) {
        return this.arena.words[ref >>> SEGMENT_SHIFT];
    }
    head(ref) {
        return this.wordsAt(ref)[wordOf(ref)];
    }
    setHead(ref, head) {
        this.wordsAt(ref)[wordOf(ref)] = head;
    }
}
/** Index of a reference's first word in its segment. */
export function wordOf(ref) {
    return (ref & UNIT_MASK) << 1;
}
function pageHead(slot, depth, capacity, keys) {
    const sizes = (depth << DEPTH_SHIFT) | (capacity << CAPACITY_SHIFT) | keys;
    return (KIND_PAGE << KIND_SHIFT) | (slot << SLOT_SHIFT) | sizes;
}
export function keysOf(head) {
    return head & BITS_MASK;
}
export function capacityOf(head) {
    return (head >>> CAPACITY_SHIFT) & BITS_MASK;
}
function depthOf(head) {
    return (head >>> DEPTH_SHIFT) & BITS_MASK;
}
/** Room for `keys` and one more. */
export function capacityFor(keys) {
    return Math.min(MAX_CAPACITY, ((keys + 1) >> 2) * CAPACITY_STEP + MIN_CAPACITY);
}
//# sourceMappingURL=index-nodes.js.map