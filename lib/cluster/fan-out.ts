/**
 * Commands that go to several owners at once: multi-key commands split by owner, and keyspace-wide ones that every
 * owner is asked. The parts run side by side; gather.ts merges their replies.
 */
import { hashSlot } from '../../shard/index.ts';
import type { Command } from '../commands/command-table.ts';
import { WAIT } from '../replication/ownership.ts';
import { encodeRequest } from '../resp/encode.ts';
import type { Request } from '../resp/request.ts';
import { Gathering } from './gather.ts';
import { HeldCommand } from './held-commands.ts';
import type { Origin, ReplySink } from './origin.ts';
import type { Router } from './router.ts';

/** Splits a command with keys of several owners: each gets the command with its own keys and what belongs to them. */
export function splitByOwner(router: Router, origin: Origin, command: Command, request: Request): void {
  const owners: number[] = [];
  const positions: number[][] = [];
  const { firstKey, keyStep } = command;
  const last = command.lastKeyAt(request.argc);
  for (let at = firstKey; at <= last; at += keyStep) {
    const owner = router.routeOf(hashSlot(request.buf, request.start(at), request.end(at)));
    let part = owners.indexOf(owner);
    if (part < 0) {
      part = owners.push(owner) - 1;
      positions.push([]);
    }
    positions[part]?.push((at - firstKey) / keyStep);
  }
  const gathering = new Gathering(origin, origin.reserve(), command.spread, positions);
  for (const [part, keys] of positions.entries()) {
    const words = [request.bytes(0)];
    for (const key of keys) {
      const at = firstKey + key * keyStep;
      for (let word = at; word < at + keyStep; word++) words.push(request.bytes(word));
    }
    dispatchPart(router, command, encodeRequest(words), owners[part] as number, gathering, part);
  }
}

/** Asks every owner the same. */
export function askEveryOwner(router: Router, origin: Origin, command: Command, request: Request): void {
  const { shards } = router.map;
  const gathering = new Gathering(
    origin,
    origin.reserve(),
    command.spread,
    shards.map(() => []),
  );
  const words: Buffer[] = [];
  for (let at = 0; at < request.argc; at++) words.push(request.bytes(at));
  const whole = encodeRequest(words);
  for (let owner = 0; owner < shards.length; owner++) {
    dispatchPart(router, command, whole, owner, gathering, owner);
  }
}

/**
 * Has the command executed here and by every other member that there is a link to, at most once each; once there is one to every
 * shard of this member, whose clients all speak to one node. Returns false, and does nothing, if there is none.
 */
export function tellMembers(router: Router, origin: Origin, command: Command, request: Request): boolean {
  const { forwarder, host } = router;
  if (router.lacksSibling()) {
    forwarder.forward(WAIT, command, request, heldForAll(router, origin, command, request));
    return true;
  }
  const links = forwarder.readyLinks();
  if (links.length === 0) return false;
  const gathering = new Gathering(origin, origin.reserve(), command.spread, [[], ...links.map(() => [])]);
  host.stats.commandsFannedOut += links.length + 1;
  for (const [at, link] of links.entries()) {
    forwarder.tell(link, request, origin.protocol, gathering, at + 1);
    if (link.congested) link.stop(origin);
  }
  host.executeHere(request, command, origin.protocol, gathering, 0);
  return true;
}

/** The command as one that is held, of which all are to be told as if it had just come. */
function heldForAll(router: Router, origin: Origin, command: Command, request: Request): HeldCommand {
  if (origin instanceof HeldCommand) return origin;
  const fields = router.forwarder.fieldsOf(command, request, origin, origin, origin.reserve());
  return new HeldCommand({ ...fields, kind: 'client' });
}

/** Has the owner with that index in the map execute a part of what `sink.origin` has sent; the reply goes to `sink`. */
export function dispatchPart(
  router: Router,
  command: Command,
  request: Request,
  owner: number,
  sink: ReplySink & { readonly origin: Origin },
  part: number,
): void {
  const { origin } = sink;
  router.host.stats.commandsFannedOut++;
  const isWaiting = command.firstKey === 0 ? !router.isReadyFor(command) : router.isFenced;
  if (router.isSelf(owner) && !isWaiting)
    router.host.executeHere(request, command, origin.protocol, sink, part);
  else {
    const to = router.isSelf(owner) ? WAIT : owner;
    router.forwarder.forward(to, command, request, origin, sink, part);
  }
}
