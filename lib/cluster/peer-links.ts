/** The links to the other members: one to each that can be reached, and those that still answer though their member leaves. */
import type { Forwarded } from './forwarded.ts';
import { PeerLink, type PeerLinkListener } from './peer-link.ts';

/** A shard that commands may be forwarded to. */
export interface RouteMember {
  readonly id: string;
  /** Where clients reach it. */
  readonly host: string;
  /** Where this shard reaches it. */
  readonly via: string;
  readonly shardPort: number;
  /** It said that it leaves: it still answers what it was sent. */
  readonly leaving: boolean;
}

export class PeerLinks {
  private readonly listener: PeerLinkListener;
  private readonly byMember = new Map<string, PeerLink>();
  /** Links of members that leave, until what was sent over them is answered. */
  private readonly retiring = new Set<PeerLink>();

  constructor(listener: PeerLinkListener) {
    this.listener = listener;
  }

  /** The link to the member with that id, unless it leaves. */
  get(memberId: string): PeerLink | undefined {
    return this.byMember.get(memberId);
  }

  /** Links that new commands may be sent over once they are ready. */
  list(): Iterable<PeerLink> {
    return this.byMember.values();
  }

  /** Links over which commands may be under way. */
  all(): PeerLink[] {
    return [...this.byMember.values(), ...this.retiring];
  }

  /**
   * Opens links to members that are new or have moved. Returns the links that `end` is to be called with once commands
   * are routed past them.
   */
  update(members: readonly RouteMember[], selfId: string): PeerLink[] {
    const ended: PeerLink[] = [];
    const present = new Map(members.map((member) => [member.id, member]));
    for (const [id, link] of this.byMember) {
      const member = present.get(id);
      const { host, port } = link.address;
      if (member?.host === host && member.shardPort === port && !member.leaving) continue;
      this.byMember.delete(id);
      if (member?.leaving && link.ready) this.retiring.add(link);
      ended.push(link);
    }
    for (const { id, host, via, shardPort, leaving } of members) {
      if (leaving || this.byMember.has(id)) continue;
      this.byMember.set(
        id,
        new PeerLink({ memberId: id, host, via, port: shardPort }, selfId, this.listener),
      );
    }
    return ended;
  }

  /** Lets links answer what they still can, if their member leaves, and closes the others. */
  end(links: readonly PeerLink[]): void {
    for (const link of links) {
      if (this.retiring.has(link)) link.retire();
      else link.close();
    }
  }

  /** The link's connection is gone. */
  onDown(link: PeerLink): void {
    this.retiring.delete(link);
  }

  /** Gives up on replies to commands that have waited since before `beforeMs`; `isLost`: and on the connections that have not brought them. */
  expire(beforeMs: number, giveUp: (entry: Forwarded) => void, isLost: boolean): void {
    for (const link of this.all()) link.expire(beforeMs, giveUp, isLost);
  }

  /** Makes connections anew over which nothing has come for `limitMs` though something was to come. */
  renewSilent(nowMs: number, limitMs: number): void {
    for (const link of this.all()) link.renewSilent(nowMs, limitMs);
  }

  closeAll(): void {
    const all = this.all();
    this.byMember.clear();
    for (const link of all) link.close();
  }
}
