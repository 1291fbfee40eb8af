import { expect } from 'chai';
import { HeldCommand, HeldCommands, type HeldFields } from '../../lib/cluster/held-commands.ts';

/** One buffer for all, as only lengths count. */
const QUARTER = Buffer.alloc(64 * 1024 * 1024);
const NOTHING = Buffer.alloc(0);

function held(raw: Buffer, heldSinceMs: number): HeldCommand {
  return new HeldCommand({ raw, heldSinceMs } as HeldFields);
}

describe('commands that wait', () => {
  it('take 256 MB at most, and what was taken out makes room for others', () => {
    const commands = new HeldCommands();
    const add = (raw: Buffer, heldSinceMs: number): boolean => commands.add(held(raw, heldSinceMs));
    for (const heldSinceMs of [1, 2, 3, 4]) expect(add(QUARTER, heldSinceMs)).to.equal(true);
    expect([add(Buffer.alloc(1), 5), add(NOTHING, 6), commands.length]).to.deep.equal([false, true, 5]);
    expect(commands.takeOlder(3).map(({ heldSinceMs }) => heldSinceMs)).to.deep.equal([1, 2]);
    expect([add(QUARTER, 7), add(QUARTER, 8), add(QUARTER, 9)]).to.deep.equal([true, true, false]);
    expect(commands.takeAll().map(({ heldSinceMs }) => heldSinceMs)).to.deep.equal([3, 4, 6, 7, 8]);
    for (const heldSinceMs of [10, 11, 12, 13]) expect(add(QUARTER, heldSinceMs)).to.equal(true);
  });

  it('are 64 K at most', () => {
    const commands = new HeldCommands();
    for (let n = 0; n < 64 * 1024; n++) commands.add(held(NOTHING, n));
    expect([commands.add(held(NOTHING, 0)), commands.length]).to.deep.equal([false, 64 * 1024]);
  });
});
