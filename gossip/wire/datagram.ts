/**
 * Datagrams, version 1. Big-endian, at most 1200 bytes, so that they are never fragmented:
 *
 *   magic 1, version 1, flags 1, key id 1, cluster hash 4, sender's instance 8, destination 2, counter 6    the header, 24 bytes
 *   (type 1, length varint, value)*                                                                       the body
 *   clear, flags 0: CRC32C 4, over all before it
 *   sealed, flags 1: the body is encrypted, and behind it stands the tag 16, over header and body (keyring.ts)
 *
 * A sealed datagram names the instance that it is for by 16 bits of a hash, so that nobody can play it to another member than its own:
 * 0 stands for whoever is there, which is good only for a join. A ping says itself whom it is for.
 *
 * A member with keys drops what is clear, and one without drops what is sealed. Types that are not known are skipped.
 * Nothing that comes in can make the decoder throw; a datagram is either good as a whole or dropped with a reason.
 */
import type { Message } from '../core/messages.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { TAG_SIZE } from './cipher-suite.ts';
import { crc32c } from './crc32c.ts';
import type { DropReason } from './drop-reasons.ts';
import type { Keyring, OpenFailure } from './keyring.ts';
import { MESSAGE_TYPES, type MessageName } from './message-types.ts';
import type { ReplayGuard } from './replay-window.ts';

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

export type Decoded =
  | { readonly ok: true; readonly sender: string; readonly messages: Message[] }
  | { readonly ok: false; readonly reason: DropReason; readonly misdirected?: MisdirectedPing };

/** What is told of a sealed datagram that is dropped for its destination, if it has a ping. It may be a replay. */
export interface MisdirectedPing {
  readonly sender: string;
  /** The instance that the ping was for. */
  readonly pinged: string;
}

/** The hash that keeps clusters with different names apart. */
export function clusterHashOf(clusterName: string): number {
  const bytes = Buffer.from(clusterName);
  return crc32c(bytes, 0, bytes.length);
}

/** What the header says of the instance that a sealed datagram is for; never 0. */
function destinationOf(instance: string): number {
  const bytes = Buffer.from(instance);
  return crc32c(bytes, 0, bytes.length) & 0xffff || 1;
}

const NAME_OF_CODE = new Map<number, MessageName>();
for (const name of Object.keys(MESSAGE_TYPES) as MessageName[])
  NAME_OF_CODE.set(MESSAGE_TYPES[name].code, name);

/** Encodes the datagrams of one member. */
export class DatagramEncoder {
  private readonly writer: ByteWriter;
  private readonly datagram: Buffer;
  private readonly clusterHash: number;
  private readonly instance: string;
  private readonly keyring: Keyring | undefined;
  private counter = 0;
  /** Of the datagrams in work, and whether the present one has a join in it. */
  private destination = 0;
  private hasJoin = false;

  /**
   * @param instance 16 hex digits; that of the keyring if there is one
   * @param keyring seals the datagrams; without one they are clear
   */
  constructor(clusterHash: number, instance: string, keyring?: Keyring) {
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
  encode(messages: readonly Message[], send: (datagram: Buffer) => void, destination?: string): void {
    const { writer } = this;
    this.destination = this.keyring && destination !== undefined ? destinationOf(destination) : 0;
    this.begin();
    for (const message of messages) {
      const before = writer.length;
      this.append(message);
      if (!writer.isFull) continue;
      this.rewind(before);
      if (before === HEADER_SIZE) continue;
      this.finish(send);
      this.begin();
      this.append(message);
      if (writer.isFull) this.rewind(HEADER_SIZE);
    }
    if (writer.length > HEADER_SIZE) this.finish(send);
  }

  private begin(): void {
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

  private append(message: Message): void {
    const { writer } = this;
    const start = writer.length;
    const type: { code: number; write(to: ByteWriter, message: Message): void } = MESSAGE_TYPES[message.type];
    writer.u8(type.code);
    writer.u16(0);
    type.write(writer, message);
    if (writer.isFull) return;
    if (isJoin(message)) this.hasJoin = true;
    // The length is known only now; in 2 bytes even where 1 would do, so that the value need not move.
    const size = writer.length - start - ITEM_HEADER_SIZE;
    writer.buffer[start + 1] = (size & 0x7f) | 0x80;
    writer.buffer[start + 2] = size >>> 7;
  }

  private rewind(length: number): void {
    this.writer.length = length;
    this.writer.isFull = false;
  }

  private finish(send: (datagram: Buffer) => void): void {
    const { datagram, keyring, writer } = this;
    const { length } = writer;
    writer.buffer.copy(datagram, 0, 0, length);
    if (!this.hasJoin) datagram.writeUInt16BE(this.destination, DESTINATION_AT);
    if (keyring) {
      const header = datagram.subarray(0, HEADER_SIZE);
      const body = datagram.subarray(HEADER_SIZE, length);
      keyring.seal(header, DESTINATION_AT, body).copy(datagram, HEADER_SIZE);
    } else {
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
export function decodeDatagram(
  datagram: Buffer,
  clusterHash: number,
  keyring?: Keyring,
  guard?: ReplayGuard,
): Decoded {
  if (datagram.length > DATAGRAM_LIMIT || datagram.length < HEADER_SIZE + CHECKSUM_SIZE) return drop('size');
  if (datagram[0] !== MAGIC) return drop('magic');
  if (datagram[1] !== VERSION) return drop('version');
  const flags = datagram[FLAGS_AT] as number;
  if (flags > FLAG_SEALED || (flags === 0 && datagram[KEY_ID_AT] !== 0)) return drop('flags');
  if (datagram.readUInt32BE(CLUSTER_AT) !== clusterHash) return drop('cluster');
  const sender = datagram.toString('hex', INSTANCE_AT, INSTANCE_AT + 8);
  if (flags === FLAG_SEALED) {
    if (!keyring) return drop('sealed');
    const body = openBody(datagram, sender, keyring);
    if (typeof body === 'string') return drop(body);
    const decoded = readBody(sender, body, 0, body.length);
    return decoded.ok ? forMe(decoded, datagram.readUInt16BE(DESTINATION_AT), keyring.instance) : decoded;
  }
  if (keyring) return drop('clear');
  const end = datagram.length - CHECKSUM_SIZE;
  if (datagram.readUInt32BE(end) !== crc32c(datagram, 0, end)) return drop('checksum');
  const counter = datagram.readUIntBE(COUNTER_AT, 6);
  if (guard?.isReplay(sender, counter)) return drop('replay');
  const decoded = readBody(sender, datagram, HEADER_SIZE, end);
  if (decoded.ok) guard?.accept(sender, counter);
  return decoded;
}

function openBody(datagram: Buffer, sender: string, keyring: Keyring): Buffer | OpenFailure | 'size' {
  if (datagram.length < HEADER_SIZE + TAG_SIZE) return 'size';
  const header = datagram.subarray(0, HEADER_SIZE);
  const counter = datagram.readUIntBE(COUNTER_AT, 6);
  const keyId = datagram[KEY_ID_AT] as number;
  return keyring.open(keyId, sender, counter, header, DESTINATION_AT, datagram.subarray(HEADER_SIZE));
}

/** An authentic datagram, if it is for this instance. */
function forMe(decoded: Decoded & { ok: true }, destination: number, instance: string): Decoded {
  const { messages } = decoded;
  if (destination === 0 && messages.some(isJoin)) return decoded;
  const ping = messages.find((message) => message.type === 'ping');
  if (ping?.target === instance) return decoded;
  if (ping) return { ...drop('destination'), misdirected: { sender: decoded.sender, pinged: ping.target } };
  return destination === destinationOf(instance) ? decoded : drop('destination');
}

function isJoin({ type }: Message): boolean {
  return type === 'join';
}

function readBody(sender: string, bytes: Buffer, start: number, end: number): Decoded {
  const messages: Message[] = [];
  const body = new ByteReader(bytes, start, end);
  while (!body.isAtEnd) {
    const code = body.u8();
    const size = body.varint();
    if (body.isBad || body.at + size > end) return drop('body');
    const name = NAME_OF_CODE.get(code);
    if (name !== undefined) {
      const value = new ByteReader(bytes, body.at, body.at + size);
      const message = MESSAGE_TYPES[name].read(value);
      if (value.isBad) return drop('body');
      messages.push(message);
    }
    body.at += size;
  }
  return { ok: true, sender, messages };
}

/** What stands behind the body. */
function trailerSize(keyring: Keyring | undefined): number {
  return keyring ? TAG_SIZE : CHECKSUM_SIZE;
}

function drop(reason: DropReason): Decoded & { ok: false } {
  return { ok: false, reason };
}
