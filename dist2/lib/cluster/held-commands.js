const MAX_COMMANDS = 64 * 1024;
const MAX_BYTES = 256 * 1024 * 1024;
/** A held command is the origin of its own second way: it has its place among the replies already. */
export class HeldCommand {
    kind = 'peer';
    mayReadCopies = false;
    fields;
    constructor(fields) {
        this.fields = fields;
    }
    get protocol() {
        return this.fields.protocol;
    }
    get hops() {
        return this.fields.hops;
    }
    get epoch() {
        return this.fields.epoch;
    }
    get heldSinceMs() {
        return this.fields.heldSinceMs;
    }
    get isGone() {
        return this.fields.sink.isGone === true;
    }
    reserve() {
        return this.fields.tag;
    }
    onReply(tag, buf, start, end) {
        this.fields.sink.onReply(tag, buf, start, end);
    }
    // What is held is bounded by itself; there is no source to stop.
    hold() { }
    release() { }
}
export class HeldCommands {
    commands = [];
    bytes = 0;
    get length() {
        return this.commands.length;
    }
    /** Returns false, and holds nothing, when too much is held already. */
    add(command) {
        const { length } = command.fields.raw;
        if (this.commands.length >= MAX_COMMANDS || this.bytes + length > MAX_BYTES)
            return false;
        this.commands.push(command);
        this.bytes += length;
        return true;
    }
    /** Takes all, oldest first. */
    takeAll() {
        const all = this.commands;
        this.commands = [];
        this.bytes = 0;
        return all;
    }
    /** Takes those that were held before `beforeMs`. */
    takeOlder(beforeMs) {
        const older = [];
        const rest = [];
        for (const command of this.commands) {
            if (command.heldSinceMs < beforeMs) {
                older.push(command);
                this.bytes -= command.fields.raw.length;
            }
            else
                rest.push(command);
        }
        this.commands = rest;
        return older;
    }
}
//# sourceMappingURL=held-commands.js.map