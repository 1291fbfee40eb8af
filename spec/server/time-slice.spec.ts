import { expect } from 'chai';
import { TimeSlice } from '../../lib/server/time-slice.ts';
import { Rig } from '../cluster/rig.ts';

describe('a turn of the event loop', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  let rig: Rig;

  beforeEach(() => {
    rig = new Rig();
    rig.setMap(1, ['me']);
  });

  afterEach(() => {
    rig.close();
    expect(rig.defects).to.deep.equal([]);
  });

  /** How many commands are executed at once when the client sends these. */
  function executed(client: { receive(text: string): void }, commands: string): number {
    const { stats } = rig.node;
    const before = stats.commandsProcessed;
    client.receive(commands);
    return stats.commandsProcessed - before;
  }

  function ticking(msPerLook: number): void {
    let nowMs = 0;
    rig.clockMs = () => {
      nowMs += msPerLook;
      return nowMs;
    };
  }

  it('takes up no more commands when its time is over, and the rest in the next ones', async () => {
    ticking(2);
    const client = rig.connect();
    // Looked at after 32 and 64 commands; the slice began with the first look.
    expect(executed(client, 'INCR n\r\n'.repeat(1000))).to.equal(64);
    expect(client.isPaused()).to.equal(true);
    let turns = 0;
    for (; client.isPaused(); turns++) await turn();
    await turn();
    expect(turns).to.be.within(15, 17);
    const replies = Array.from({ length: 1000 }, (_, i) => `:${i + 1}\r\n`);
    expect(client.text).to.equal(replies.join(''));
  });

  it('has one slice, whenever in it a connection goes on', async () => {
    ticking(0.5);
    const client = rig.connect();
    executed(client, 'INCR n\r\n'.repeat(1000));
    const { stats } = rig.node;
    const inTurns: number[] = [];
    for (let before = stats.commandsProcessed; inTurns.length < 4; before = stats.commandsProcessed) {
      await turn();
      inTurns.push(stats.commandsProcessed - before);
    }
    // What was read has used up the first slice.
    expect(inTurns).to.deep.equal([64, 160, 64, 160]);
  });

  it('is shared by all connections, each of which gets on', () => {
    ticking(1);
    const clients = [rig.connect(), rig.connect(), rig.connect()];
    const counts = clients.map((client) => executed(client, 'ECHO x\r\n'.repeat(1000)));
    expect(counts).to.deep.equal([96, 64, 64]);
  });

  it('cuts no short pipeline in two that takes little time itself', () => {
    let nowMs = 0;
    let msPerLook = 2;
    rig.clockMs = () => {
      nowMs += msPerLook;
      return nowMs;
    };
    const slow = rig.connect();
    slow.receive('INCR n\r\n'.repeat(65));
    expect(slow.isPaused()).to.equal(true);
    msPerLook = 0.03;
    const quick = rig.connect();
    quick.receive('INCR n\r\n'.repeat(127));
    expect(quick.isPaused()).to.equal(false);
    quick.receive('INCR n\r\n'.repeat(1000));
    expect(quick.isPaused()).to.equal(true);
  });

  it('ends with a command that takes long by itself', async () => {
    const client = rig.connect();
    executed(client, 'SET k x\r\n');
    ticking(5);
    expect(executed(client, 'APPEND k y\r\n'.repeat(4))).to.equal(1);
    let turns = 0;
    for (; rig.node.stats.commandsProcessed < 5; turns++) await turn();
    expect(turns).to.be.within(3, 9);
    ticking(0.1);
    for (let quiet = 0; quiet < 3; quiet++) await turn();
    expect(executed(client, 'APPEND k y\r\n'.repeat(4))).to.equal(4);
  });

  it('does not wait for the next one when nothing is left', () => {
    ticking(2);
    const client = rig.connect();
    client.receive('INCR n\r\n'.repeat(64));
    expect(client.isPaused()).to.equal(false);
  });

  it('has time of its own for messages of copies: little for slots that are being sent, more for changes', async () => {
    let nowMs = 0;
    const slice = new TimeSlice(() => nowMs);
    const takes = (ms: number, isForLater: boolean): boolean => {
      nowMs += ms;
      slice.spend(ms, isForLater);
      return slice.isOver(1);
    };
    expect([takes(0.3, true), takes(0.1, true), takes(1, false)]).to.deep.equal([false, false, false]);
    expect([takes(0.2, true), slice.isOver(2)]).to.deep.equal([true, false]);
    for (let turns = 0; turns < 3; turns++) await turn();
    expect([takes(7.5, false), takes(0.3, true), takes(0.6, false)]).to.deep.equal([false, false, true]);
  });

  it('is as long for clients as it was when messages of copies have taken their time', () => {
    let nowMs = 0;
    const slice = new TimeSlice(() => nowMs);
    for (let messages = 0; messages < 4; messages++) {
      nowMs += 0.7;
      slice.spend(0.7, false);
      slice.isOver(1);
    }
    const isOverAfter = (ms: number, commands: number): boolean => {
      nowMs += ms;
      return slice.isOver(commands);
    };
    expect([isOverAfter(0.1, 32), isOverAfter(1, 64), isOverAfter(1, 96)]).to.deep.equal([
      false,
      false,
      true,
    ]);
  });

  it('has no effect on commands that take no time', () => {
    const client = rig.connect();
    expect(executed(client, 'INCR n\r\n'.repeat(1000))).to.equal(1000);
  });
});
