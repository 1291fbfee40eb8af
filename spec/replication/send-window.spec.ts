import { expect } from 'chai';
import { BATCH_BYTES } from '../../lib/replication/changes.ts';
import { SendWindow } from '../../lib/replication/send-window.ts';

const LIMIT_BYTES = 16 * 1024 * 1024;

/** A shard that takes one batch after the other, and a sender that always has one more. */
class Transfer {
  readonly window = new SendWindow();
  bytesPerMs = 50_000;
  /** There and back. */
  wayMs = 1;
  nowMs = 0;
  /** How long the latest batch waited for those before it. */
  queuedMs = 0;
  private freeMs = 0;
  private flightBytes = 0;
  private readonly underWay: { sentMs: number; answeredMs: number }[] = [];

  run(ms: number): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      while (this.flightBytes + BATCH_BYTES <= Math.min(this.window.bytes, LIMIT_BYTES)) this.send();
      this.answer();
    }
  }

  private send(): void {
    const arrivedMs = this.nowMs + this.wayMs / 2;
    this.queuedMs = Math.max(0, this.freeMs - arrivedMs);
    this.freeMs = arrivedMs + this.queuedMs + BATCH_BYTES / this.bytesPerMs;
    this.underWay.push({ sentMs: this.nowMs, answeredMs: this.freeMs + this.wayMs / 2 });
    this.flightBytes += BATCH_BYTES;
  }

  private answer(): void {
    const { sentMs, answeredMs } = this.underWay.shift() as { sentMs: number; answeredMs: number };
    this.nowMs = answeredMs;
    this.window.onAnswer(BATCH_BYTES, this.flightBytes, answeredMs - sentMs, answeredMs);
    this.flightBytes -= BATCH_BYTES;
  }
}

describe('the window of what is sent of slots', () => {
  it('keeps some ms in queues, however fast the other side is', () => {
    for (const bytesPerMs of [20_000, 50_000, 200_000]) {
      const transfer = new Transfer();
      transfer.bytesPerMs = bytesPerMs;
      transfer.run(2000);
      expect(transfer.queuedMs).to.be.within(2, 8);
    }
  });

  it('fills a long way, which is no queue', () => {
    const transfer = new Transfer();
    transfer.wayMs = 40;
    transfer.run(2000);
    expect(transfer.window.bytes).to.be.within(40 * 50_000, 50 * 50_000);
  });

  it('shrinks when the other side becomes slow, never to nothing, and grows again', () => {
    const transfer = new Transfer();
    transfer.run(1000);
    const before = transfer.window.bytes;
    transfer.bytesPerMs = 1000;
    transfer.run(3000);
    expect(transfer.window.bytes).to.equal(1.5 * BATCH_BYTES);
    transfer.bytesPerMs = 50_000;
    transfer.run(1000);
    expect(transfer.window.bytes).to.be.within(0.8 * before, 1.2 * before);
  });

  it('takes a way that has become longer for what it is after a while', () => {
    const transfer = new Transfer();
    transfer.run(1000);
    transfer.wayMs = 40;
    transfer.run(2000);
    expect(transfer.window.bytes).to.be.below(300_000);
    transfer.run(30_000);
    expect(transfer.window.bytes).to.be.above(40 * 50_000);
  });

  it('does not grow while it is not used', () => {
    const window = new SendWindow();
    for (let ms = 0; ms < 10_000; ms++) window.onAnswer(1000, 1000, 1, ms);
    expect(window.bytes).to.equal(1.5 * BATCH_BYTES);
  });
});
