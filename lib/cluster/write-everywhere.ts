/**
 * What deletes all that there is (FLUSHALL): every owner is asked to, and does so once it places slots as the sender does and holds all that
 * are its own then. So each slot is written to where it is held, at some time while the client waits, whatever the members
 * learn of each other meanwhile. Epochs would not do: two members may have heard of different things, and be at the same one.
 *
 * An owner with an older map waits. One with a newer map refuses; then all are asked anew by the sender's next map, and what some have done is
 * done again. So the client executes nothing more until it has its answer: what it wrote behind could be deleted by that.
 *
 * Bound: each try takes a newer map, and all together `proxy-timeout`; then the client is told that keys may be left.
 */
import type { Command } from '../commands/command-table.ts';
import { COMMANDS } from '../commands/table.ts';
import { WAIT } from '../replication/ownership.ts';
import { encodeRequest } from '../resp/encode.ts';
import { ERRORS, errorText } from '../resp/errors.ts';
import type { Request } from '../resp/request.ts';
import { dispatchPart } from './fan-out.ts';
import { HeldCommand } from './held-commands.ts';
import type { Origin, ReplySink } from './origin.ts';
import type { Router } from './router.ts';

const OK = Buffer.from('+OK\r\n');
const PARTLY = Buffer.from(`-${errorText(ERRORS.partlyFlushed)}\r\n`);
/** As what members, and the router, say begins: not by this map; not in time. */
const REFUSED = Buffer.from('-TRYAGAIN ');
const LATE = Buffer.from('-CLUSTERDOWN ');
const MINUS = 0x2d;

/** Asks all owners, or holds the command. Returns true if it is to be executed here alone. */
export function writeEverywhere(router: Router, origin: Origin, command: Command, request: Request): boolean {
  const { map, forwarder } = router;
  const mayAsk = origin.epoch <= map.epoch;
  const isAloneHere = router.isAlone && router.selfIndex === 0;
  if (isAloneHere && mayAsk && router.isReadyFor(command)) return true;
  const held = origin instanceof HeldCommand ? origin : firstHeld(router, origin, command, request);
  if (router.isAlone || !mayAsk) forwarder.forward(WAIT, command, request, held);
  else {
    const words: (string | Buffer)[] = ['PEER', 'FLUSH', String(map.placement)];
    for (let at = 1; at < request.argc; at++) words.push(request.bytes(at));
    const part = encodeRequest(words);
    const partCommand = COMMANDS.find(part) as Command;
    const round = new Round(router, held);
    for (let owner = 0; owner < map.shards.length; owner++)
      dispatchPart(router, partCommand, part, owner, round, owner);
  }
  return false;
}

/** Of a cluster-aware client, for what is here alone. Holds the command until all of that is here; returns true if it is. */
export function writeWholly(router: Router, origin: Origin, command: Command, request: Request): boolean {
  if (router.isReadyFor(command)) return true;
  const { forwarder } = router;
  if (origin instanceof HeldCommand) forwarder.forward(WAIT, command, request, origin);
  else forwarder.forward(WAIT, command, request, origin, new BlockedClient(origin));
  return false;
}

/** A client's command that has just come, as what is held until all have done it. */
function firstHeld(router: Router, origin: Origin, command: Command, request: Request): HeldCommand {
  const client = new ClientOfAll(origin);
  const fields = router.forwarder.fieldsOf(command, request, origin, client, origin.reserve());
  return new HeldCommand({ ...fields, kind: 'client' });
}

/** A client that executes nothing more until it has its answer. */
class BlockedClient implements ReplySink {
  private readonly origin: Origin;

  constructor(origin: Origin) {
    this.origin = origin;
    origin.hold(this);
  }

  get isGone(): boolean {
    return this.origin.isGone === true;
  }

  onReply(tag: number, buf: Buffer, start: number, end: number): void {
    this.origin.onReply(tag, buf, start, end);
    this.origin.release(this);
  }
}

/** One for whom all owners were asked. */
class ClientOfAll extends BlockedClient {
  override onReply(tag: number, buf: Buffer, start: number, end: number): void {
    // Whoever was late, others may have done it.
    if (startsWith(buf.subarray(start, end), LATE)) super.onReply(tag, PARTLY, 0, PARTLY.length);
    else super.onReply(tag, buf, start, end);
  }
}

/** All owners by one map. */
class Round implements ReplySink {
  readonly origin: HeldCommand;
  private readonly router: Router;
  /** By which all are asked. */
  private readonly shards: readonly { readonly id: string }[];
  private readonly epoch: number;
  private missing: number;
  private failure: Buffer | undefined;
  /** One that has not done it, as it went by another map or owns nothing any more. */
  private refusedBy: number | undefined;

  constructor(router: Router, origin: HeldCommand) {
    this.router = router;
    this.origin = origin;
    this.shards = router.map.shards;
    this.epoch = router.map.epoch;
    this.missing = this.shards.length;
  }

  get isGone(): boolean {
    return this.origin.isGone;
  }

  onReply(part: number, buf: Buffer, start: number, end: number): void {
    const reply = buf.subarray(start, end);
    if (start === end || startsWith(reply, REFUSED)) this.refusedBy = part;
    else if (reply[0] === MINUS) this.failure = reply;
    if (--this.missing > 0) return;
    const { fields } = this.origin;
    if (this.failure === undefined && this.refusedBy !== undefined) this.askAgain(this.refusedBy);
    else {
      const answer = this.failure ?? OK;
      fields.sink.onReply(fields.tag, answer, 0, answer.length);
    }
  }

  private askAgain(refusedBy: number): void {
    const { forwarder } = this.router;
    const link = forwarder.linkTo(this.shards[refusedBy]?.id as string);
    forwarder.askAgain(link, { ...this.origin.fields, epoch: this.epoch + 1 });
  }
}

function startsWith(reply: Buffer, beginning: Buffer): boolean {
  return reply.subarray(0, beginning.length).equals(beginning);
}
