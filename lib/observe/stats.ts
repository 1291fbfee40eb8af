/** Counters of one shard: plain numbers that hot paths increment. INFO reads them. */
import { CommandStats } from './command-stats.ts';
import { Rate } from './rate.ts';

/** Error codes that are counted each on its own; there are far fewer. */
const MAX_CODES = 64;

export class Stats {
  connectionsReceived = 0;
  connectionsRejected = 0;
  commandsProcessed = 0;
  commandsProxied = 0;
  commandsFannedOut = 0;
  errorReplies = 0;
  /** Error replies by their code, such as `ERR`. */
  readonly errorsByCode = new Map<string, number>();
  protocolErrors = 0;
  netInputBytes = 0;
  netOutputBytes = 0;
  clientsClosedForOutput = 0;
  /** Commands that waited for a new owner, and those that were answered with an error because none came in time. */
  commandsHeld = 0;
  commandsTimedOut = 0;
  /** Writes that were under way when their owner went away. */
  outcomesUnknown = 0;
  /** Keys dropped because another member owns them now. */
  keysDropped = 0;
  readonly commandRate = new Rate();
  readonly inputRate = new Rate();
  readonly outputRate = new Rate();
  readonly commands: CommandStats;

  /** `commandNames`: of the commands that are counted each on its own, by their index. */
  constructor(commandNames: readonly string[] = []) {
    this.commands = new CommandStats(commandNames);
  }

  /** Counts an error reply by its code: the first word of its text. */
  countError(text: string): void {
    this.errorReplies++;
    const [code = ''] = text.split(' ', 1);
    const before = this.errorsByCode.get(code);
    if (before === undefined && this.errorsByCode.size === MAX_CODES) return;
    this.errorsByCode.set(code, (before ?? 0) + 1);
  }

  /** Takes a sample of what the rates are of; called every RATE_SAMPLE_MS or so. */
  sample(nowMs: number): void {
    this.commandRate.sample(this.commandsProcessed, nowMs);
    this.inputRate.sample(this.netInputBytes, nowMs);
    this.outputRate.sample(this.netOutputBytes, nowMs);
  }

  /** CONFIG RESETSTAT. */
  reset(): void {
    Object.assign(this, new Stats(this.commands.names));
  }
}
