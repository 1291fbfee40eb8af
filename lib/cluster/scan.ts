/**
 * SCAN over the whole cluster: one owner after the other, in the order of the shard map.
 *
 * A cursor is below 2^53, so that every client can hold it in a double:
 *
 *     52           44 43         32 31                          0
 *    +---------------+-------------+-----------------------------+
 *    | map tag, 1..  | owner index | the owner's own cursor      |
 *    +---------------+-------------+-----------------------------+
 *
 * The tag tells the shard map it was made under. When the map has changed since, the scan starts over at the first
 * owner: keys may come twice, as SCAN allows, but none that is there all the time is missed. For that an owner answers only while it goes
 * by the same map and holds all that this gives to it. Until then a client gets empty pages with the cursor that it came with.
 */
import type { ShardMap } from '../../shard/index.ts';
import type { Command } from '../commands/command-table.ts';
import { encodeRequest } from '../resp/encode.ts';
import { bodyStart, readElements } from '../resp/reply-reader.ts';
import type { Request } from '../resp/request.ts';
import type { Origin, ReplySink } from './origin.ts';
import type { Router } from './router.ts';

const LOCAL_SPAN = 2 ** 32;
const OWNER_SPAN = 2 ** 12;
const TAG_SPAN = 2 ** 9;
const MAX_UINT64 = 2n ** 64n - 1n;

interface Position {
  readonly owner: number;
  readonly local: number;
}

/** Asks the owner that the cursor names for its next page. Returns true if the command is to be executed (and refused) here. */
export function askScan(router: Router, origin: Origin, command: Command, request: Request): boolean {
  const cursor = readCursor(request.text(1));
  if (cursor === undefined || router.map.shards.length === 0) return true;
  const { owner, local } = positionOf(cursor, router.map);
  const words: (string | Buffer)[] = ['SCAN', String(local)];
  for (let at = 2; at < request.argc; at++) words.push(request.bytes(at));
  const page = encodeRequest(words);
  const sink = new PageSink(router, origin, origin.reserve(), owner, local);
  if (!router.isSelf(owner)) router.forwarder.forward(owner, command, page, origin, sink, 0);
  else if (!router.holdsAll(router.map.epoch)) sink.onReply(0, NOT_YET, 0, NOT_YET.length);
  else {
    const reply = router.host.readHere(page, command, origin.protocol);
    sink.onReply(0, reply, 0, reply.length);
  }
  return false;
}

/** Puts the cluster's cursor in place of the owner's. */
class PageSink implements ReplySink {
  private readonly router: Router;
  private readonly origin: Origin;
  private readonly tag: number;
  private readonly owner: number;
  /** Where the owner was to go on. */
  private readonly local: number;
  /** The map by which `owner` is meant. */
  private readonly map: ShardMap;

  constructor(router: Router, origin: Origin, tag: number, owner: number, local: number) {
    this.router = router;
    this.origin = origin;
    this.tag = tag;
    this.owner = owner;
    this.local = local;
    this.map = router.map;
  }

  onReply(_: number, buf: Buffer, start: number, end: number): void {
    const reply = this.rewrite(buf.subarray(start, end));
    this.origin.onReply(this.tag, reply, 0, reply.length);
  }

  private rewrite(page: Buffer): Buffer {
    const { map } = this;
    if (page.length === 0) return pageReply(cursorAt(this.router.map.epoch, 0, 0), EMPTY_ARRAY);
    if (page.subarray(0, NOT_YET.length).equals(NOT_YET)) {
      return pageReply(cursorAt(map.epoch, this.owner, this.local), EMPTY_ARRAY);
    }
    const ranges = new Int32Array(4);
    if (readElements(page, 0, page.length, ranges) !== 2) return page;
    const [cursorStart, cursorEnd, keysStart, keysEnd] = ranges as unknown as [
      number,
      number,
      number,
      number,
    ];
    const local = Number(page.toString('latin1', bodyStart(page, cursorStart, cursorEnd), cursorEnd - 2));
    const keys = page.subarray(keysStart, keysEnd);
    if (local > 0) return pageReply(cursorAt(map.epoch, this.owner, local), keys);
    const next = this.owner + 1;
    // The last page is the end only if no key can have moved to an owner that was asked before.
    const isEnd = next >= map.shards.length && map.epoch === this.router.map.epoch;
    return pageReply(isEnd ? 0 : cursorAt(map.epoch, next, 0), keys);
  }
}

/** As the owner's reply begins, whatever its text. */
const NOT_YET = Buffer.from('-TRYAGAIN ');
const EMPTY_ARRAY = Buffer.from('*0\r\n');

function pageReply(cursor: number, keys: Buffer): Buffer {
  const digits = String(cursor);
  return Buffer.concat([Buffer.from(`*2\r\n$${digits.length}\r\n${digits}\r\n`), keys]);
}

/** The number, 0 for one that can be no cursor of ours, or undefined if it is not even a number of 64 bits. */
function readCursor(text: string): number | undefined {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) > MAX_UINT64) return undefined;
  const cursor = Number(text);
  return Number.isSafeInteger(cursor) ? cursor : 0;
}

function tagOf(epoch: number): number {
  return 1 + (epoch % (TAG_SPAN - 1));
}

function cursorAt(epoch: number, owner: number, local: number): number {
  return (tagOf(epoch) * OWNER_SPAN + owner) * LOCAL_SPAN + local;
}

function positionOf(cursor: number, map: ShardMap): Position {
  const high = Math.floor(cursor / LOCAL_SPAN);
  const owner = high % OWNER_SPAN;
  const isCurrent = Math.floor(high / OWNER_SPAN) === tagOf(map.epoch) && owner < map.shards.length;
  return isCurrent ? { owner, local: cursor % LOCAL_SPAN } : { owner: 0, local: 0 };
}
