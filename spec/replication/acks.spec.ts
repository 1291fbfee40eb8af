import { expect } from 'chai';
import { AckGate, AckQueue, AckWait } from '../../lib/replication/acks.ts';

interface Waiter {
  readonly wait: AckWait;
  /** How it ended, each time. */
  readonly outcomes: readonly boolean[];
  calls(): number;
}

function waiter(needed: number, asked: number, sinceMs = 0, gate = new AckGate()): Waiter {
  const outcomes: boolean[] = [];
  const wait = new AckWait(needed, asked, sinceMs, gate, (isHeld) => outcomes.push(isHeld));
  return { wait, calls: () => outcomes.length, outcomes };
}

describe('waits for replicas', () => {
  it('end once, when as many as are needed hold the write', () => {
    const { wait, calls } = waiter(2, 3);
    wait.onHeld();
    expect(calls()).to.equal(0);
    wait.onHeld();
    expect(calls()).to.equal(1);
    wait.onHeld();
    expect(calls()).to.equal(1);
  });

  it('do not wait for replicas that are lost', () => {
    const { wait, calls } = waiter(2, 2);
    wait.onLost();
    expect(calls()).to.equal(0);
    wait.onHeld();
    expect(calls()).to.equal(1);
  });

  it('need as many as before when one is lost that was not needed', () => {
    const { wait, calls } = waiter(1, 2);
    wait.onLost();
    expect(calls()).to.equal(0);
    wait.onHeld();
    expect(calls()).to.equal(1);
  });

  it('end when all replicas are lost', () => {
    const { wait, calls } = waiter(1, 1);
    wait.onLost();
    expect(calls()).to.equal(1);
  });

  it('end with the batch that carries their write, or with the replica', () => {
    const queue = new AckQueue();
    const waits = [1, 1, 2, 5].map((batch) => ({ batch, ...waiter(1, 1) }));
    for (const { wait, batch } of waits) queue.add(wait, batch);
    queue.onHeld(1);
    expect(waits.map(({ calls }) => calls())).to.deep.equal([1, 1, 0, 0]);
    queue.onHeld(4);
    expect(waits.map(({ calls }) => calls())).to.deep.equal([1, 1, 1, 0]);
    queue.onLost();
    expect(waits.map(({ calls }) => calls())).to.deep.equal([1, 1, 1, 1]);
  });

  it('are given up once, with their outcome unknown', () => {
    const queue = new AckQueue();
    const [held, given] = [waiter(1, 2), waiter(1, 2)];
    for (const { wait } of [held, given]) queue.add(wait, 1);
    held.wait.onHeld();
    queue.giveUp();
    given.wait.onHeld();
    given.wait.onLost();
    expect([held.outcomes, given.outcomes]).to.deep.equal([[true], [false]]);
  });

  it('tell since when the oldest waits, but for those that others have ended', () => {
    const queue = new AckQueue();
    expect(queue.oldestMs).to.equal(Number.POSITIVE_INFINITY);
    const [first, second] = [waiter(1, 2, 10), waiter(1, 2, 20)];
    for (const { wait } of [first, second]) queue.add(wait, 1);
    expect(queue.oldestMs).to.equal(10);
    first.wait.onHeld();
    expect(queue.oldestMs).to.equal(20);
  });

  it('do not end well while it is not known whether others have taken over', () => {
    const gate = new AckGate();
    const [confirmed, lost, ousted] = [1, 1, 1].map((asked) => waiter(1, asked, 0, gate)) as [
      Waiter,
      Waiter,
      Waiter,
    ];
    gate.close();
    confirmed.wait.onHeld();
    lost.wait.onLost();
    expect([confirmed.outcomes, lost.outcomes]).to.deep.equal([[], []]);
    gate.open();
    expect([confirmed.outcomes, lost.outcomes]).to.deep.equal([[true], [true]]);
    gate.close();
    ousted.wait.onHeld();
    gate.giveUp();
    gate.open();
    expect(ousted.outcomes).to.deep.equal([false]);
  });
});
