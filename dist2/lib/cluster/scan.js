import { encodeRequest } from '../resp/encode.js';
import { bodyStart, readElements } from '../resp/reply-reader.js';
const LOCAL_SPAN = 2 ** 32;
const OWNER_SPAN = 2 ** 12;
const TAG_SPAN = 2 ** 9;
const MAX_UINT64 = 2n ** 64n - 1n;
/** Asks the owner that the cursor names for its next page. Returns true if the command is to be executed (and refused) here. */
export function askScan(router, origin, command, request) {
    const cursor = readCursor(request.text(1));
    if (cursor === undefined || router.map.shards.length === 0)
        return true;
    const { owner, local } = positionOf(cursor, router.map);
    const words = ['SCAN', String(local)];
    for (let at = 2; at < request.argc; at++)
        words.push(request.bytes(at));
    const page = encodeRequest(words);
    const sink = new PageSink(router, origin, origin.reserve(), owner);
    if (router.isSelf(owner)) {
        const reply = router.host.readHere(page, command, origin.protocol);
        sink.onReply(0, reply, 0, reply.length);
    }
    else
        router.forwarder.forward(owner, command, page, origin, sink, 0);
    return false;
}
/** Puts the cluster's cursor in place of the owner's. */
class PageSink {
    router;
    origin;
    tag;
    owner;
    /** The map by which `owner` is meant. */
    map;
    constructor(router, origin, tag, owner) {
        this.router = router;
        this.origin = origin;
        this.tag = tag;
        this.owner = owner;
        this.map = router.map;
    }
    onReply(_, buf, start, end) {
        const reply = this.rewrite(buf.subarray(start, end));
        this.origin.onReply(this.tag, reply, 0, reply.length);
    }
    rewrite(page) {
        const { map } = this;
        if (page.length === 0)
            return pageReply(cursorAt(this.router.map.epoch, 0, 0), EMPTY_ARRAY);
        const ranges = new Int32Array(4);
        if (readElements(page, 0, page.length, ranges) !== 2)
            return page;
        const [cursorStart, cursorEnd, keysStart, keysEnd] = ranges;
        const local = Number(page.toString('latin1', bodyStart(page, cursorStart, cursorEnd), cursorEnd - 2));
        const keys = page.subarray(keysStart, keysEnd);
        if (local > 0)
            return pageReply(cursorAt(map.epoch, this.owner, local), keys);
        const next = this.owner + 1;
        // The last page is the end only if no key can have moved to an owner that was asked before.
        const isEnd = next >= map.shards.length && map.epoch === this.router.map.epoch;
        return pageReply(isEnd ? 0 : cursorAt(map.epoch, next, 0), keys);
    }
}
const EMPTY_ARRAY = Buffer.from('*0\r\n');
function pageReply(cursor, keys) {
    const digits = String(cursor);
    return Buffer.concat([Buffer.from(`*2\r\n$${digits.length}\r\n${digits}\r\n`), keys]);
}
/** The number, 0 for one that can be no cursor of ours, or undefined if it is not even a number of 64 bits. */
function readCursor(text) {
    if (!/^\d{1,20}$/.test(text) || BigInt(text) > MAX_UINT64)
        return undefined;
    const cursor = Number(text);
    return Number.isSafeInteger(cursor) ? cursor : 0;
}
function tagOf(epoch) {
    return 1 + (epoch % (TAG_SPAN - 1));
}
function cursorAt(epoch, owner, local) {
    return (tagOf(epoch) * OWNER_SPAN + owner) * LOCAL_SPAN + local;
}
function positionOf(cursor, map) {
    const high = Math.floor(cursor / LOCAL_SPAN);
    const owner = high % OWNER_SPAN;
    const isCurrent = Math.floor(high / OWNER_SPAN) === tagOf(map.epoch) && owner < map.shards.length;
    return isCurrent ? { owner, local: cursor % LOCAL_SPAN } : { owner: 0, local: 0 };
}
//# sourceMappingURL=scan.js.map