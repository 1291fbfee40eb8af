/** What the process takes beside its keys. */

const { rss, heapTotal } = process.memoryUsage();

/** Resident when the program was loaded, without the JavaScript heap: Node itself. In the main thread only: others are loaded later. */
export const PROGRAM_BYTES = Math.max(0, rss - heapTotal);
