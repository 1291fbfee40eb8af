import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { TAG_SIZE } from './cipher-suite.js';
import { crc32c } from './crc32c.js';
import { MESSAGE_TYPES } from './message-types.js';
/** Largest datagram, in bytes. */
export const DATAGRAM_LIMIT = 1200;
export const HEADER_SIZE = 24;
const MAGIC = 0x48;
const VERSION = 1;
const CHECKSUM_SIZE = 4;
const FLAGS_AT = 2;
const KEY_ID_AT = 3;
const CLUSTER_AT = 4;
const INSTANCE_AT = 8;
const DESTINATION_AT = 16;
const COUNTER_AT = 18;
const FLAG_SEALED = 1;
/** Room for a type and a length of 2 bytes: enough for any value that fits a datagram. */
const ITEM_HEADER_SIZE = 3;
/** Why a datagram was dropped. */
export const DROP_REASONS = [
    'size',
    'magic',
    'version',
    'flags',
    'cluster',
    /** It is not sealed, and this member has keys. */
    'clear',
    /** It is sealed, and this member has no key. */
    'sealed',
    'checksum',
    /** Sealed with a key that this member does not have. */
    'key',
    /** Changed on its way, or sealed with a key that only looks like one of ours. */
    'authentication',
    /** It came before, or is too old to tell. */
    'replay',
    /** It was sealed for another instance. */
    'destination',
    'body',
];
/** The hash that keeps clusters with different names apart. */
export function clusterHashOf(clusterName) {
    const bytes = Buffer.from(clusterName);
    return crc32c(bytes, 0, bytes.length);
}
/** What the header says of the instance that a sealed datagram is for; never 0. */
function destinationOf(instance) {
    const bytes = Buffer.from(instance);
    return crc32c(bytes, 0, bytes.length) & 0xffff || 1;
}
const NAME_OF_CODE = new Map();
for (const name of Object.keys(MESSAGE_TYPES))
    NAME_OF_CODE.set(MESSAGE_TYPES[name].code, name);
/** Encodes the datagrams of one member. */
export class DatagramEncoder {
    writer;
    datagram;
    clusterHash;
    instance;
    keyring;
    counter = 0;
    /** Of the datagrams in work, and whether the present one has a join in it. */
    destination = 0;
    hasJoin = false;
    /**
     * @param instance 16 hex digits; that of the keyring if there is one
     * @param keyring seals the datagrams; without one they are clear
     */
    constructor(clusterHash, instance, keyring) {
        this.clusterHash = clusterHash;
        this.instance = instance;
        this.keyring = keyring;
        this.writer = new ByteWriter(DATAGRAM_LIMIT - trailerSize(keyring));
        this.datagram = Buffer.alloc(DATAGRAM_LIMIT);
    }
    /**
     * Packs messages, in order, into as few datagrams as it takes, and hands each to `send`, which must copy what it keeps: the
     * buffer is used again. A message that fits no datagram is left out.
     * @param destination instance that is to open what is sealed, if it is known; a join is for whoever is there
     */
    encode(messages, send, destination) {
        const { writer } = this;
        this.destination = this.keyring && destination !== undefined ? destinationOf(destination) : 0;
        this.begin();
        for (const message of messages) {
            const before = writer.length;
            this.append(message);
            if (!writer.isFull)
                continue;
            this.rewind(before);
            if (before === HEADER_SIZE)
                continue;
            this.finish(send);
            this.begin();
            this.append(message);
            if (writer.isFull)
                this.rewind(HEADER_SIZE);
        }
        if (writer.length > HEADER_SIZE)
            this.finish(send);
    }
    begin() {
        const { writer } = this;
        this.hasJoin = false;
        this.rewind(0);
        writer.u8(MAGIC);
        writer.u8(VERSION);
        writer.u8(this.keyring ? FLAG_SEALED : 0);
        writer.u8(this.keyring?.primaryId ?? 0);
        writer.u32(this.clusterHash);
        writer.hex(this.instance, 8);
        writer.u16(0);
        writer.u48(++this.counter);
    }
    append(message) {
        const { writer } = this;
        const start = writer.length;
        const type = MESSAGE_TYPES[message.type];
        writer.u8(type.code);
        writer.u16(0);
        type.write(writer, message);
        if (writer.isFull)
            return;
        if (isJoin(message))
            this.hasJoin = true;
        // The length is known only now; in 2 bytes even where 1 would do, so that the value need not move.
        const size = writer.length - start - ITEM_HEADER_SIZE;
        writer.buffer[start + 1] = (size & 0x7f) | 0x80;
        writer.buffer[start + 2] = size >>> 7;
    }
    rewind(length) {
        this.writer.length = length;
        this.writer.isFull = false;
    }
    finish(send) {
        const { datagram, keyring, writer } = this;
        const { length } = writer;
        writer.buffer.copy(datagram, 0, 0, length);
        if (!this.hasJoin)
            datagram.writeUInt16BE(this.destination, DESTINATION_AT);
        if (keyring) {
            const header = datagram.subarray(0, HEADER_SIZE);
            const body = datagram.subarray(HEADER_SIZE, length);
            keyring.seal(header, DESTINATION_AT, body).copy(datagram, HEADER_SIZE);
        }
        else {
            datagram.writeUInt32BE(crc32c(datagram, 0, length), length);
        }
        send(datagram.subarray(0, length + trailerSize(keyring)));
    }
}
/**
 * Decodes one datagram. Keeps no reference to `datagram`. Never throws.
 * @param keyring opens it, once: the same datagram again is a replay; without one only clear datagrams are good
 * @param guard knows those that are replays among the clear ones; without one none is. What nobody has sealed may be
 * forged, so this keeps out what the network repeats or somebody recorded, and no more
 */
export function decodeDatagram(datagram, clusterHash, keyring, guard) {
    if (datagram.length > DATAGRAM_LIMIT || datagram.length < HEADER_SIZE + CHECKSUM_SIZE)
        return drop('size');
    if (datagram[0] !== MAGIC)
        return drop('magic');
    if (datagram[1] !== VERSION)
        return drop('version');
    const flags = datagram[FLAGS_AT];
    if (flags > FLAG_SEALED || (flags === 0 && datagram[KEY_ID_AT] !== 0))
        return drop('flags');
    if (datagram.readUInt32BE(CLUSTER_AT) !== clusterHash)
        return drop('cluster');
    const sender = datagram.toString('hex', INSTANCE_AT, INSTANCE_AT + 8);
    if (flags === FLAG_SEALED) {
        if (!keyring)
            return drop('sealed');
        const body = openBody(datagram, sender, keyring);
        if (typeof body === 'string')
            return drop(body);
        const decoded = readBody(sender, body, 0, body.length);
        return decoded.ok ? forMe(decoded, datagram.readUInt16BE(DESTINATION_AT), keyring.instance) : decoded;
    }
    if (keyring)
        return drop('clear');
    const end = datagram.length - CHECKSUM_SIZE;
    if (datagram.readUInt32BE(end) !== crc32c(datagram, 0, end))
        return drop('checksum');
    const counter = datagram.readUIntBE(COUNTER_AT, 6);
    if (guard?.isReplay(sender, counter))
        return drop('replay');
    const decoded = readBody(sender, datagram, HEADER_SIZE, end);
    if (decoded.ok)
        guard?.accept(sender, counter);
    return decoded;
}
function openBody(datagram, sender, keyring) {
    if (datagram.length < HEADER_SIZE + TAG_SIZE)
        return 'size';
    const header = datagram.subarray(0, HEADER_SIZE);
    const counter = datagram.readUIntBE(COUNTER_AT, 6);
    const keyId = datagram[KEY_ID_AT];
    return keyring.open(keyId, sender, counter, header, DESTINATION_AT, datagram.subarray(HEADER_SIZE));
}
/** An authentic datagram, if it is for this instance. */
function forMe(decoded, destination, instance) {
    const { messages } = decoded;
    if (destination === 0 && messages.some(isJoin))
        return decoded;
    const ping = messages.find((message) => message.type === 'ping');
    if (ping?.target === instance)
        return decoded;
    if (ping)
        return { ...drop('destination'), misdirected: { sender: decoded.sender, pinged: ping.target } };
    return destination === destinationOf(instance) ? decoded : drop('destination');
}
function isJoin({ type }) {
    return type === 'join';
}
function readBody(sender, bytes, start, end) {
    const messages = [];
    const body = new ByteReader(bytes, start, end);
    while (!body.isAtEnd) {
        const code = body.u8();
        const size = body.varint();
        if (body.isBad || body.at + size > end)
            return drop('body');
        const name = NAME_OF_CODE.get(code);
        if (name !== undefined) {
            const value = new ByteReader(bytes, body.at, body.at + size);
            const message = MESSAGE_TYPES[name].read(value);
            if (value.isBad)
                return drop('body');
            messages.push(message);
        }
        body.at += size;
    }
    return { ok: true, sender, messages };
}
/** What stands behind the body. */
function trailerSize(keyring) {
    return keyring ? TAG_SIZE : CHECKSUM_SIZE;
}
function drop(reason) {
    return { ok: false, reason };
}
//# sourceMappingURL=datagram.js.map