/**
 * How long one turn of the event loop may go on executing commands that have arrived.
 *
 * Commands differ by a factor of a thousand, so counting them does not bound a turn: a read of SETs that all evict takes
 * tens of milliseconds, in which nobody else is served. All connections of a loop share one slice; each asks after every
 * COMMANDS_PER_CHECK commands, and at the end of the slice leaves the rest to the next turn, once it has had LEAST_MS since the first time. So a turn is over by
 * SLICE_MS and, for each connection, LEAST_MS and twice that many commands. A short pipeline is not cut in two, which would cost a second write.
 * Around a command that may take long by itself the clock is looked at each time, so that a turn has one of them that did.
 *
 * Connections that go on where they left off do so at the end of a turn (setImmediate), others when their sockets are read, before that. A slice
 * lasts until what was scheduled in it has been scheduled once more, so that no turn has two of them.
 *
 * A message of copies holds hundreds of keys, so the clock is looked at after each. They have time of their own, that replicas keep up however
 * busy clients are: CHANGES_MS, but SLOTS_MS if slots are among it that are being sent, for which nobody waits, while there are clients who wait for
 * something else.
 */

const SLICE_MS = 2;
const LEAST_MS = 0.1;
const CHANGES_MS = 8;
const SLOTS_MS = 0.5;
/** Reading the clock must cost nothing for each command. */
const COMMANDS_PER_CHECK = 32;

export class TimeSlice {
  private readonly clock: () => number;
  private beganMs = 0;
  private hasBegun = false;
  /** The last look at the clock, and the first of the connection that executes. */
  private lookedMs = 0;
  private ownMs = 0;
  /** What messages of copies have taken, and whether the present command is one after which no more is to be taken. */
  private changesMs = 0;
  private slotsMs = 0;
  private hasMessage = false;
  private hasLong = false;

  /** `clock` gives ms that never go back. */
  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** Whether a connection that has executed `commands` in a row is to leave the rest to the loop's next turn. */
  isOver(commands: number): boolean {
    if (this.hasMessage) {
      this.hasMessage = false;
      return this.changesMs >= CHANGES_MS || this.slotsMs >= SLOTS_MS;
    }
    if (this.hasLong) {
      this.hasLong = false;
      this.look();
      return this.lookedMs - this.beganMs >= SLICE_MS;
    }
    if (commands % COMMANDS_PER_CHECK !== 0) return false;
    this.look();
    if (commands === COMMANDS_PER_CHECK) this.ownMs = this.lookedMs;
    return this.lookedMs - this.beganMs >= SLICE_MS && this.lookedMs - this.ownMs >= LEAST_MS;
  }

  /** The present command is a message of copies, which has taken so long; `isForLater`: clients wait for others. */
  spend(ms: number, isForLater: boolean): void {
    this.hasMessage = true;
    if (isForLater) this.slotsMs += ms;
    else this.changesMs += ms;
    if (this.hasBegun) this.beganMs += ms;
    else this.look();
  }

  /** The present command may take long, however short it is. */
  expectLong(): void {
    this.hasLong = true;
    if (!this.hasBegun) this.look();
  }

  /** The slice begins with the first look. */
  private look(): void {
    this.lookedMs = this.clock();
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.beganMs = this.lookedMs;
    setImmediate(this.endLater);
  }

  private readonly endLater = (): void => {
    setImmediate(this.end);
  };

  private readonly end = (): void => {
    this.hasBegun = false;
    this.changesMs = this.slotsMs = 0;
  };
}
