/**
 * Finding others: the seeds given at the start, members met by command, and members that died and may be back, or were only cut
 * off. About once per ttl each member tries one seed or dead member, so that a healed partition grows together by
 * itself; a member that knows nobody tries every hf/2.
 *
 * Bounds: SEED_LIMIT seeds, MEET_LIMIT invitations under way, each given up after 3 ttl.
 */
import { addressOf, isSameAddress } from './context.js';
const SEED_LIMIT = 64;
const MEET_LIMIT = 64;
/** How many seeds a lonely member tries at once. */
const SEEDS_AT_ONCE = 4;
export class Contacts {
    context;
    sync;
    seeds = [];
    seedTurn = 0;
    invitations = [];
    nextTryMs;
    constructor(context, sync, nowMs) {
        this.nextTryMs = nowMs + context.timing.ttlMs;
        this.context = context;
        this.sync = sync;
    }
    /** Joins by any of these addresses, and keeps them for later; where there are too many, the oldest ones go. */
    join(addresses, nowMs) {
        const all = [...addresses, ...this.seeds];
        const isFirst = (address, at) => all.findIndex((other) => isSameAddress(other, address)) === at;
        this.seeds = all.filter(isFirst).slice(0, SEED_LIMIT);
        this.nextTryMs = nowMs;
        this.tick(nowMs);
    }
    /** Invites whoever is at this address, until it answers. */
    meet(address, nowMs) {
        const nonce = this.context.random.hex(16);
        const untilMs = nowMs + this.context.timing.invitationMs;
        const others = this.invitations.filter((invitation) => !isSameAddress(invitation.address, address));
        this.invitations = [...others, { address, nonce, untilMs, nextMs: nowMs }].slice(-MEET_LIMIT);
        this.tick(nowMs);
    }
    /** Whether this is the answer to an invitation of this member; each is good for one answer. */
    takeAcceptance(join) {
        const open = this.invitations.length;
        this.invitations = this.invitations.filter((invitation) => invitation.nonce !== join.nonce);
        return this.invitations.length < open;
    }
    tick(nowMs) {
        this.invitations = this.invitations.filter((invitation) => nowMs < invitation.untilMs);
        for (const invitation of this.invitations) {
            if (nowMs < invitation.nextMs)
                continue;
            invitation.nextMs = nowMs + this.context.timing.joinRetryMs;
            this.sendJoin(invitation.address, 'invite', invitation.nonce);
        }
        if (nowMs < this.nextTryMs)
            return;
        const { table, timing, random } = this.context;
        if (table.isAlone) {
            for (let count = Math.min(SEEDS_AT_ONCE, this.seeds.length); count > 0; count--)
                this.tryNextSeed();
            this.tryOneOf(this.deadAddresses());
            this.nextTryMs = nowMs + timing.joinRetryMs;
        }
        else {
            this.tryOneOf([...this.deadAddresses(), ...this.seeds.filter((seed) => !this.isLiveAddress(seed))]);
            this.nextTryMs = nowMs + timing.ttlMs * (0.75 + 0.25 * random.fraction());
        }
    }
    nextMs() {
        let next = this.nextTryMs;
        for (const invitation of this.invitations)
            next = Math.min(next, invitation.nextMs);
        return next;
    }
    /** Gives up all invitations and forgets the seeds. */
    clear() {
        this.seeds = [];
        this.invitations = [];
    }
    sendJoin(to, kind, nonce) {
        this.context.outbox.send(to, { type: 'join', kind, nonce, record: this.context.myself.record });
        if (kind !== 'accept')
            this.context.outbox.send(to, this.sync.request());
    }
    tryNextSeed() {
        const seed = this.seeds[this.seedTurn++ % this.seeds.length];
        if (seed && !isSameAddress(seed, addressOf(this.context.myself)))
            this.sendRequest(seed);
    }
    tryOneOf(addresses) {
        const address = addresses[this.context.random.below(addresses.length)];
        if (address)
            this.sendRequest(address);
    }
    sendRequest(to) {
        this.sendJoin(to, 'request', this.context.random.hex(16));
    }
    deadAddresses() {
        return [...this.context.table.gone()].filter((member) => member.record.state === 'dead').map(addressOf);
    }
    isLiveAddress(address) {
        for (const member of this.context.table.all()) {
            if (member.isLive && isSameAddress(addressOf(member), address))
                return true;
        }
        return false;
    }
}
//# sourceMappingURL=contacts.js.map