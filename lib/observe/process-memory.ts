/** What the process takes beside its keys: for the ratio of resident memory to memory in use. */

/** Resident when the program was loaded, without the JavaScript heap: Node itself. */
const { rss, heapTotal } = process.memoryUsage();
const PROGRAM_BYTES = Math.max(0, rss - heapTotal);

/**
 * Resident memory over what is in use: `keyspaceBytes`, and Node with its heap. Redis's `mem_fragmentation_ratio`: about 1, more where memory
 * that keys have given back is not the system's again, below 1 where part of the process is swapped out.
 */
export function fragmentationRatio(keyspaceBytes: number): number {
  const now = process.memoryUsage();
  return now.rss / (keyspaceBytes + PROGRAM_BYTES + now.heapTotal);
}
