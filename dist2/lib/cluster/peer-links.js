import { PeerLink } from './peer-link.js';
export class PeerLinks {
    listener;
    byMember = new Map();
    /** Links of members that leave, until what was sent over them is answered. */
    retiring = new Set();
    constructor(listener) {
        this.listener = listener;
    }
    /** The link to the member with that id, unless it leaves. */
    get(memberId) {
        return this.byMember.get(memberId);
    }
    /** Links that new commands may be sent over once they are ready. */
    list() {
        return this.byMember.values();
    }
    /**
     * Opens links to members that are new or have moved. Returns the links that `end` is to be called with once commands
     * are routed past them.
     */
    update(members, selfId) {
        const ended = [];
        const present = new Map(members.map((member) => [member.id, member]));
        for (const [id, link] of this.byMember) {
            const member = present.get(id);
            const { host, port } = link.address;
            if (member?.host === host && member.shardPort === port && !member.leaving)
                continue;
            this.byMember.delete(id);
            if (member?.leaving && link.ready)
                this.retiring.add(link);
            ended.push(link);
        }
        for (const { id, host, via, shardPort, leaving } of members) {
            if (leaving || this.byMember.has(id))
                continue;
            this.byMember.set(id, new PeerLink({ memberId: id, host, via, port: shardPort }, selfId, this.listener));
        }
        return ended;
    }
    /** Lets links answer what they still can, if their member leaves, and closes the others. */
    end(links) {
        for (const link of links) {
            if (this.retiring.has(link))
                link.retire();
            else
                link.close();
        }
    }
    /** The link's connection is gone. */
    onDown(link) {
        this.retiring.delete(link);
    }
    /** Gives up on replies to commands that have waited since before `beforeMs`. */
    expire(beforeMs, giveUp) {
        for (const link of this.byMember.values())
            link.expire(beforeMs, giveUp);
        for (const link of this.retiring)
            link.expire(beforeMs, giveUp);
    }
    closeAll() {
        const all = [...this.byMember.values(), ...this.retiring];
        this.byMember.clear();
        for (const link of all)
            link.close();
    }
}
//# sourceMappingURL=peer-links.js.map