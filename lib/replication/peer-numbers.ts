/** Numbers for the ids of shards, so that typed arrays can hold them. Bound: one for each shard that this one has ever seen. */

/** No shard. */
export const NOBODY = -1;

export class PeerNumbers {
  private readonly ids: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    this.numbers.set(id, this.ids.length);
    return this.ids.push(id) - 1;
  }

  /** Whether the shard has a number already. */
  knows(id: string): boolean {
    return this.numbers.has(id);
  }

  idOf(peer: number): string {
    return this.ids[peer] ?? '';
  }
}
