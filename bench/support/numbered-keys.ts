/**
 * Writes many keys as fast as one client can: the bytes of a batch of SETs are made once, and only the numbers in their keys change.
 * Making ten million commands as text takes longer than a server takes to execute them.
 */
import { Connection, commandText } from './connection.ts';
import type { Server } from './server.ts';

const BATCH_COMMANDS = 500;
const BATCH_BYTES = 256 * 1024;
/** Batches on their way at a time. Each has bytes of its own, which change only when all its commands have been answered. */
const BATCHES = 3;
const ZERO = 0x30;

export interface NumberedKeys {
  readonly first: number;
  readonly count: number;
  /** The name of key 0, which ends in zeros: there the others have their number. */
  readonly zeroKey: string;
  readonly value: string;
  /** What follows the value in each SET. */
  readonly options?: readonly string[];
}

/** Throws on the first reply that is not +OK. */
export function expectOk(buf: Buffer, start: number, end: number): void {
  if (end - start === 5 && buf[start] === 0x2b && buf[start + 1] === 0x4f) return;
  throw new Error(`a write was answered ${buf.toString('latin1', start, end).trim()}`);
}

/** Sets keys `first` to `first + count` - 1 in order; resolves when all have been answered, rejects if one is not +OK. */
export async function setNumbered(server: Pick<Server, 'port'>, keys: NumberedKeys): Promise<void> {
  const command = Buffer.from(
    commandText('SET', keys.zeroKey, keys.value, ...(keys.options ?? [])),
    'latin1',
  );
  const digitsEnd = command.indexOf(keys.zeroKey) + keys.zeroKey.length;
  const mostDigits = /0*$/.exec(keys.zeroKey)?.[0].length ?? 0;
  const end = keys.first + keys.count;
  if (String(end).length > mostDigits) throw new RangeError(`${end} does not fit into '${keys.zeroKey}'`);
  const size = Math.max(1, Math.min(BATCH_COMMANDS, Math.floor(BATCH_BYTES / command.length)));
  const batches = Array.from({ length: BATCHES }, () => Buffer.alloc(size * command.length, command));
  const connection = await Connection.open(server.port);
  connection.onReply = expectOk;
  for (let next = keys.first, turn = 0; next < end; turn++) {
    const batch = batches[turn % BATCHES] as Buffer;
    const commands = Math.min(size, end - next);
    for (let i = 0; i < commands; i++) writeNumber(batch, i * command.length + digitsEnd, next++);
    connection.send(batch.subarray(0, commands * command.length), commands);
    await connection.answered((BATCHES - 1) * commands);
  }
  await connection.answered();
  connection.close();
}

/** Decimal digits that end before `end`. What is to their left stays: numbers only grow. */
export function writeNumber(bytes: Buffer, end: number, number: number): void {
  for (let at = end - 1, rest = number; rest > 0; at--) {
    const next = Math.floor(rest / 10);
    bytes[at] = ZERO + rest - 10 * next;
    rest = next;
  }
}
