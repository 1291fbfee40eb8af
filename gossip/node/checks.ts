/** Checks of what a user gives, of whatever type it is. An error names the option, what it must be, and the value. */
import { inspect } from 'node:util';
import { type Address, HOST_LIMIT, METADATA_LIMIT, type Phase } from '../core/types.ts';
import { isCleanText } from '../wire/byte-reader.ts';

/** Those that a member may give itself: only the core finds out that it is stalled. */
const PHASES: readonly unknown[] = ['joining', 'serving', 'leaving'] satisfies Phase[];
const SHOWN_LENGTH = 100;

/** @throws RangeError unless it `holds`: that `option` must do so by the `rule`, and the value does not */
export function check(option: string, value: unknown, holds: boolean, rule: string): void {
  if (!holds) throw new RangeError(`${option} must ${rule}, not ${shown(value)}`);
}

/** @throws RangeError when it cannot be sent to */
export function checkAddress(option: string, address: Address): void {
  const given: unknown = address;
  check(option, given, typeof given === 'object' && given !== null, 'be an address: { host, port }');
  const { host, port } = address;
  check(option, host, isHost(host), 'name a host');
  check(option, port, isBetween(port, 1, 65_535), 'have a port from 1 to 65535');
}

/** @throws RangeError when that is no phase that a member may have at will */
export function checkPhase(phase: unknown): void {
  check('phase', phase, PHASES.includes(phase), `be one of ${PHASES.join(', ')}`);
}

/** @throws RangeError when a record cannot hold it */
export function checkMetadata(metadata: unknown): void {
  checkBytes('metadata', metadata, METADATA_LIMIT);
}

/** @throws RangeError unless it is a Uint8Array of at most `limit` bytes */
export function checkBytes(option: string, value: unknown, limit: number): void {
  const isShort = value instanceof Uint8Array && value.length <= limit;
  check(option, value, isShort, `be a Uint8Array of at most ${limit} bytes`);
}

/** @throws RangeError unless it is a string of at most `limit` bytes that others take (byte-reader.ts) */
export function checkText(option: string, value: unknown, limit: number): void {
  check(option, value, isText(value, limit), `be a string of at most ${limit} bytes`);
  check(option, value, isReadable(value as string), 'have no control characters, and be valid Unicode');
}

/** Whether it is an integer in these bounds. */
export function isBetween(value: unknown, low: number, high: number): boolean {
  return Number.isInteger(value) && isWithin(value, low, high);
}

/** Whether it is a number in these bounds. */
export function isWithin(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && value >= low && value <= high;
}

/** Whether it looks like the name or the address of a host. */
export function isHost(value: unknown): boolean {
  return value !== '' && isText(value, HOST_LIMIT) && isReadable(value);
}

function isText(value: unknown, limit: number): value is string {
  return typeof value === 'string' && Buffer.byteLength(value) <= limit;
}

/** As the others read it. */
function isReadable(value: string): boolean {
  return isCleanText(Buffer.from(value).toString());
}

/** On one line, and no more of it than helps to find it. */
function shown(value: unknown): string {
  const bounds = { depth: 0, maxArrayLength: 0, maxStringLength: SHOWN_LENGTH, breakLength: Infinity };
  return inspect(value, bounds).slice(0, 2 * SHOWN_LENGTH);
}
