/**
 * Commands that wait: their slot's owner is unknown, not connected, or gone, and the map has not changed yet.
 *
 * They are tried again, oldest first, whenever the map or a slot's route changes or a link comes up, and before any command that
 * comes later: a connection's commands stay in their order. They are answered with an error when `proxy-timeout` has passed. A command
 * that has to wait once more keeps its place and its age. Bounds: MAX_COMMANDS and MAX_BYTES; `add` refuses what would pass them.
 */
import type { Command } from '../commands/command-table.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Origin, ReplySink } from './origin.ts';
import type { PeerOrder } from './peer-order.ts';

const MAX_COMMANDS = 64 * 1024;
const MAX_BYTES = 256 * 1024 * 1024;

export interface HeldFields {
  /** Where the reply goes, and its tag there. */
  readonly sink: ReplySink;
  readonly tag: number;
  readonly command: Command;
  /** A copy of the command's raw bytes, or bytes that nobody will write to again. */
  readonly raw: Buffer;
  /** The slot of its key; -1 if it has none or several, or it is not known. */
  readonly slot: number;
  /** `client`: all owners are to be asked, as if it had just come. */
  readonly kind: 'client' | 'peer';
  /** The member that it is meant for, if it is not for the owner of a slot. */
  readonly memberId: string | undefined;
  readonly protocol: Protocol;
  readonly isForwarded: boolean;
  readonly epoch: number;
  readonly refusalsHeard: number;
  readonly order: PeerOrder | undefined;
  readonly heldSinceMs: number;
}

/** A held command is the origin of its own second way: it has its place among the replies already. */
export class HeldCommand implements Origin {
  readonly mayReadCopies = false;
  readonly fields: HeldFields;

  constructor(fields: HeldFields) {
    this.fields = fields;
  }

  get kind(): 'client' | 'peer' {
    return this.fields.kind;
  }

  get protocol(): Protocol {
    return this.fields.protocol;
  }

  get isForwarded(): boolean {
    return this.fields.isForwarded;
  }

  get epoch(): number {
    return this.fields.epoch;
  }

  get refusalsHeard(): number {
    return this.fields.refusalsHeard;
  }

  get order(): PeerOrder | undefined {
    return this.fields.order;
  }

  get heldSinceMs(): number {
    return this.fields.heldSinceMs;
  }

  get isGone(): boolean {
    return this.fields.sink.isGone === true;
  }

  reserve(): number {
    return this.fields.tag;
  }

  onReply(tag: number, buf: Buffer, start: number, end: number): void {
    this.fields.sink.onReply(tag, buf, start, end);
  }

  // What is held is bounded by itself; there is no source to stop.
  hold(): void {}
  release(): void {}
}

export class HeldCommands {
  private commands: HeldCommand[] = [];
  private bytes = 0;

  get length(): number {
    return this.commands.length;
  }

  /** Returns false, and holds nothing, when too much is held already. */
  add(command: HeldCommand): boolean {
    const { length } = command.fields.raw;
    if (this.commands.length >= MAX_COMMANDS || this.bytes + length > MAX_BYTES) return false;
    this.commands.push(command);
    this.bytes += length;
    return true;
  }

  /** Takes all, oldest first. */
  takeAll(): HeldCommand[] {
    const all = this.commands;
    this.commands = [];
    this.bytes = 0;
    return all;
  }

  /** Takes those that were held before `beforeMs`. */
  takeOlder(beforeMs: number): HeldFields[] {
    const older: HeldFields[] = [];
    const rest: HeldCommand[] = [];
    for (const command of this.commands) {
      if (command.heldSinceMs < beforeMs) {
        older.push(command.fields);
        this.bytes -= command.fields.raw.length;
      } else rest.push(command);
    }
    this.commands = rest;
    return older;
  }
}
