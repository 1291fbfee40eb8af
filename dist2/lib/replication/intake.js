/**
 * What comes in from one other shard: its changes, applied as they are read, and where each slot begins and ends.
 *
 * A slot that was sent whole may hold entries here that the sender has not, such as evicted ones: after its END those go. Nothing that
 * is newer than what the sender has mentioned is lost to it: it was sent to here by the slot's holder, or is merged by version.
 */
import { NO_EXPIRY } from '../store/keyspace.js';
import { BEGIN, CHECK, ChangeReader, COPIED, DELETE, DROP, END, FLOOR, GIVEN, PUT, SAME, STOP, } from './changes.js';
import { KeysAhead } from './keys-ahead.js';
export class Intake {
    appliedKeys = 0;
    appliedBytes = 0;
    peer;
    host;
    stream = 0;
    /** The slot that is being sent whole, and the versions that came with it; -1: none is. */
    wholeSlot = -1;
    mentioned = new Set();
    constructor(peer, host) {
        this.peer = peer;
        this.host = host;
    }
    /** The peer has told the number of its stream to this shard; 0: it has none. */
    onStream(stream) {
        if (stream === this.stream || (stream !== 0 && stream < this.stream))
            return;
        const isAnother = this.stream !== 0;
        this.stream = stream;
        this.wholeSlot = -1;
        if (isAnother)
            this.host.onNewStream(this.peer);
    }
    /** Applies the frames `[start, end)` of `buf` that came with the stream of that number; false if they are none. */
    apply(stream, buf, start, end, nowMs) {
        this.onStream(stream);
        const reader = new ChangeReader(buf, start, end);
        this.appliedBytes += end - start;
        // What an older stream still brings is applied, but says nothing of what is complete.
        const isLatest = stream === this.stream;
        let isProgress = this.wholeSlot >= 0;
        const keys = new KeysAhead(buf, start, end);
        for (let frames = 0; reader.next(); frames--) {
            if (frames === 0) {
                frames = keys.advance();
                if (keys.count > 1)
                    this.host.keyspace.prefetch(keys);
            }
            if (reader.op <= FLOOR)
                this.change(reader, nowMs);
            else if (isLatest) {
                this.mark(reader, nowMs);
                isProgress ||= reader.op !== CHECK;
            }
        }
        if (isProgress)
            this.host.onProgress(this.peer);
        return !reader.isBroken;
    }
    change(reader, nowMs) {
        const { keyspace, clock } = this.host;
        const { op, slot, number: version, buf, keyStart, keyEnd } = reader;
        clock.observe(version);
        if (op === FLOOR) {
            this.host.onFloor(slot, version);
            return;
        }
        this.appliedKeys++;
        let isNews = false;
        if (op === PUT) {
            const { valueStart, valueEnd, expiresAtMs } = reader;
            const expires = expiresAtMs < 0 ? NO_EXPIRY : expiresAtMs;
            if (slot === this.wholeSlot)
                this.mentioned.add(version);
            isNews = keyspace.apply(buf, keyStart, keyEnd, buf, valueStart, valueEnd, expires, version, nowMs);
        }
        else if (op === DELETE)
            isNews = keyspace.applyDelete(buf, keyStart, keyEnd, version, nowMs);
        else if (op === DROP && !this.host.isHeld(slot)) {
            keyspace.applyDrop(buf, keyStart, keyEnd, version, nowMs);
        }
        if (isNews)
            this.host.onNews(slot, version, buf, keyStart, keyEnd, nowMs);
    }
    mark(reader, nowMs) {
        const { host, peer } = this;
        const { op, slot, number: digest } = reader;
        if (op === BEGIN) {
            this.wholeSlot = slot;
            this.mentioned.clear();
        }
        else if (op === END)
            this.finish(slot, digest, nowMs);
        else if (op === STOP)
            host.onDifferent(slot, peer);
        else if (op === GIVEN || op === COPIED)
            host.onGiven(slot, peer, op === GIVEN);
        else {
            const isSame = host.keyspace.digestOf(slot, nowMs) === digest;
            if (op === SAME && isSame)
                host.onLive(slot, peer);
            else if (op === SAME || (op === CHECK && !isSame))
                host.onDifferent(slot, peer);
        }
    }
    /** All of a slot has come: what the sender has not goes. */
    finish(slot, digest, nowMs) {
        const { host, peer, mentioned } = this;
        const { keyspace } = host;
        if (slot === this.wholeSlot && host.isCopy(slot, peer) && keyspace.digestOf(slot, nowMs) !== digest) {
            keyspace.sweepSlot(slot, (ref) => mentioned.has(keyspace.versionOf(ref)), Number.POSITIVE_INFINITY);
        }
        this.wholeSlot = -1;
        mentioned.clear();
        host.onLive(slot, peer);
    }
}
//# sourceMappingURL=intake.js.map