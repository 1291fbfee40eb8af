/**
 * Whether the thread that serves still works. It writes the time into a word of shared memory every now and then; the gossip thread,
 * which would go on without it, reads how old that is.
 */

/** Written by the thread that serves. */
export class Heartbeat {
  readonly shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  private readonly word = new Int32Array(this.shared);

  beat(nowMs: number): void {
    Atomics.store(this.word, 0, Math.trunc(nowMs));
  }
}

/**
 * How long the thread that serves has done nothing, in ms, as the gossip thread reads it.
 * @param shared of a Heartbeat
 */
export function heartbeatAgeMs(shared: SharedArrayBuffer, nowMs: number): number {
  const writtenMs = Atomics.load(new Int32Array(shared), 0);
  // 32 bits of milliseconds wrap after 24 days; their difference does not mind.
  return Math.max(0, (Math.trunc(nowMs) - writtenMs) | 0);
}
