/**
 * Keeps the commands of one peer in order at the end that receives them.
 *
 * A command with several keys is executed as a whole, or refused as a whole even where some keys are this member's. What its client has sent
 * behind it over the same link may have one of these keys, and must not be executed first:
 * - behind one that waits all wait, as their replies would have to anyway (`isBlocked`);
 * - what was sent before the peer had heard of a refusal, by the same map or an older one, is refused too if it has a key of a slot that the
 *   refused one had. The peer says with PEER STATE how many refusals it has heard.
 *
 * Bound: a flag for each slot.
 */
import { hashSlot, SLOT_COUNT } from '../../shard/index.ts';
import type { Command } from '../commands/command-table.ts';
import type { Request } from '../resp/request.ts';
import type { Origin } from './origin.ts';

export class PeerOrder {
  /** A command with several keys waits. */
  isBlocked = false;
  /** How many commands were refused. */
  private told = 0;
  /** The newest map by which one of those was sent that the peer has not heard of. */
  private epoch = -1;
  private readonly slots = new Uint8Array(SLOT_COUNT);

  /** The command is refused. */
  onRefused(origin: Origin, command: Command, request: Request): void {
    this.told++;
    this.epoch = Math.max(this.epoch, origin.epoch);
    const last = lastKeyOf(command, request);
    for (let at = command.firstKey; at <= last; at += command.keyStep) {
      this.slots[hashSlot(request.buf, request.start(at), request.end(at))] = 1;
    }
  }

  /** Whether the command is to be refused though all its keys are here. */
  mustRefuse(origin: Origin, command: Command, request: Request): boolean {
    if (this.epoch < 0) return false;
    if (origin.refusalsHeard === this.told) {
      this.epoch = -1;
      this.slots.fill(0);
      return false;
    }
    if (origin.epoch > this.epoch) return false;
    const last = lastKeyOf(command, request);
    for (let at = command.firstKey; at <= last; at += command.keyStep) {
      if (this.slots[hashSlot(request.buf, request.start(at), request.end(at))] === 1) return true;
    }
    return false;
  }
}

/** -1 if it has no key. */
function lastKeyOf(command: Command, request: Request): number {
  return command.firstKey === 0 ? -1 : command.lastKeyAt(request.argc);
}
