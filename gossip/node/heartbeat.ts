/**
 * Whether the threads that serve still work, and still may. Each writes the time into a word of shared memory of its own every now and
 * then; the gossip thread, which would go on without them, reads how old the oldest is: a member of which one thread hangs does not
 * serve that thread's share, and the others must not count on it.
 *
 * In the last word the gossip thread counts how often the member was ousted. Messages about that come to the other threads by way of the
 * member's main thread, which may be the one that hangs; the count is there before any other member hears that this one serves no more.
 */
import { monotonicMs } from './thread-messages.ts';

/** Memory for the heartbeats of so many threads. Until each has begun to beat it counts as having done so now. */
export function newHeartbeats(threads: number): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (threads + 1));
  for (let thread = 0; thread < threads; thread++) new Heartbeat(shared, thread).beat();
  return shared;
}

/** Of one thread that serves. */
export class Heartbeat {
  private readonly words: Int32Array;
  private readonly thread: number;
  private timer: NodeJS.Timeout | undefined = undefined;

  /** @param shared of `newHeartbeats` */
  constructor(shared: SharedArrayBuffer, thread: number) {
    this.words = new Int32Array(shared);
    this.thread = thread;
  }

  /** How often others may have taken over what the member owns. Another number means: serve nothing before that is clear. */
  get ousters(): number {
    return Atomics.load(this.words, this.words.length - 1);
  }

  /** Beats now, and twice in each heartbeat period until `stop`. Keeps no process alive. */
  start(hfMs: number): void {
    this.stop();
    this.beat();
    this.timer = setInterval(() => this.beat(), hfMs / 2);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  beat(nowMs = monotonicMs()): void {
    Atomics.store(this.words, this.thread, Math.trunc(nowMs));
  }
}

/** For how long the thread that is furthest behind has done nothing, in ms, as the gossip thread reads it. */
export function heartbeatAgeMs(shared: SharedArrayBuffer, nowMs: number): number {
  const words = new Int32Array(shared);
  let oldestMs = 0;
  for (let thread = 0; thread < words.length - 1; thread++) {
    // 32 bits of milliseconds wrap after 24 days; their difference does not mind.
    oldestMs = Math.max(oldestMs, (Math.trunc(nowMs) - Atomics.load(words, thread)) | 0);
  }
  return oldestMs;
}

/** The gossip thread: others may take over what the member owns. */
export function countOuster(shared: SharedArrayBuffer): void {
  const words = new Int32Array(shared);
  Atomics.add(words, words.length - 1, 1);
}
