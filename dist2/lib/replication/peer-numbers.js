/** Numbers for the ids of shards, so that typed arrays can hold them. Bound: one for each shard that this one has ever seen. */
/** No shard. */
export const NOBODY = -1;
export class PeerNumbers {
    ids = [];
    numbers = new Map();
    of(id) {
        const known = this.numbers.get(id);
        if (known !== undefined)
            return known;
        this.numbers.set(id, this.ids.length);
        return this.ids.push(id) - 1;
    }
    idOf(peer) {
        return this.ids[peer] ?? '';
    }
}
//# sourceMappingURL=peer-numbers.js.map