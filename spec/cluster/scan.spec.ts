import { expect } from 'chai';
import type { FakePeer } from './fake-peer.ts';
import { eventually } from './harness.ts';
import { Rig } from './rig.ts';
import { withTwoPeers } from './two-peers.ts';

const PAGE = /\*2\r\n\$\d+\r\n(\d+)\r\n\*(\d+)\r\n/;

describe('SCAN over owners that are not all here', () => {
  let rig: Rig;
  let a: FakePeer;
  let b: FakePeer;

  withTwoPeers((...made) => {
    [rig, a, b] = made;
  });

  beforeEach(() => rig.link(7, a, b));

  function page(cursor: number, key: string): string {
    return `*2\r\n$${String(cursor).length}\r\n${cursor}\r\n*1\r\n+${key}\r\n`;
  }

  /** The cursor that a page replies to SCAN with `cursor`. */
  async function scan(cursor: string, onTheWay: () => void = () => {}): Promise<string> {
    const client = rig.connect();
    client.receive(`SCAN ${cursor} COUNT 5\r\n`);
    onTheWay();
    await eventually(() => PAGE.test(client.text));
    return PAGE.exec(client.text)?.[1] as string;
  }

  it('asks one after the other, each with its own cursors', async () => {
    a.answer = (command) => page(command.startsWith('SCAN 0 ') ? 123_456 : 0, 'x');
    b.answer = () => page(0, 'y');
    let cursor = '0';
    do cursor = await scan(cursor);
    while (cursor !== '0');
    expect(a.received).to.deep.equal(['SCAN 0 COUNT 5', 'SCAN 123456 COUNT 5']);
    expect(b.received).to.deep.equal(['SCAN 0 COUNT 5']);
  });

  it('takes a cursor that another node with the same map gave', async () => {
    a.answer = b.answer = () => page(77, 'x');
    const cursor = await scan(await scan('0'));
    const other = new Rig();
    other.setMap(7, [a, b]);
    await eventually(() => other.isLinked(a));
    const client = other.connect();
    client.receive(`SCAN ${cursor}\r\n`);
    await eventually(() => a.received.includes('SCAN 77'));
    await eventually(() => PAGE.test(client.text));
    other.close();
  });

  it('goes on where it was, with an empty page, while an owner takes slots over', async () => {
    a.answer = () => '-TRYAGAIN Slots are being handed over\r\n';
    const cursor = await scan('0');
    a.answer = () => page(9, 'x');
    const next = await scan(cursor);
    a.answer = () => '-TRYAGAIN Slots are being handed over\r\n';
    expect([await scan(next), await scan(next)]).to.deep.equal([next, next]);
    expect(a.received).to.deep.equal([
      'SCAN 0 COUNT 5',
      'SCAN 0 COUNT 5',
      'SCAN 9 COUNT 5',
      'SCAN 9 COUNT 5',
    ]);
  });

  it('is put off by an owner that goes by another map, or does not hold all that is its own', async () => {
    rig.setMap(8, ['me']);
    const peer = rig.connect('shard');
    peer.receive(`PEER HELLO 1 ${a.id} ${'a'.repeat(40)}\r\n`);
    peer.sent.length = 0;
    const ask = (epoch: number): string => {
      peer.sent.length = 0;
      peer.receive(`PEER STATE ${epoch} 2 0\r\nSCAN 0\r\n`);
      return peer.text;
    };
    const put = '-TRYAGAIN Slots are being handed over\r\n';
    const all = '*2\r\n$1\r\n0\r\n*0\r\n';
    expect([ask(7), ask(9), ask(8)]).to.deep.equal([put, put, all]);
    rig.dispatcher.router.isWhole = () => false;
    expect(ask(8)).to.equal(put);
    const cursor = await scan('0');
    expect(cursor).to.not.equal('0');
    rig.dispatcher.router.isWhole = () => true;
    expect([ask(8), await scan(cursor)]).to.deep.equal([all, '0']);
  });

  it('starts over when the map has changed', async () => {
    a.answer = b.answer = () => page(5, 'x');
    const cursor = await scan('0');
    rig.setMap(8, [a, b]);
    await scan(cursor);
    expect(a.received).to.deep.equal(['SCAN 0 COUNT 5', 'SCAN 0 COUNT 5']);
  });

  it('is not at its end if the map changed while the last page was on its way', async () => {
    a.answer = b.answer = () => page(0, 'x');
    const second = await scan('0');
    const last = await scan(second, () => {
      rig.setMap(8, [a, b]);
    });
    expect(b.received.length).to.equal(1);
    expect(last).to.not.equal('0');
    await scan(last);
    expect(a.received.length).to.equal(2);
  });

  it('starts over when its owner is gone', async () => {
    a.answer = () => page(0, 'x');
    const second = await scan('0');
    const third = await scan(second, () => {
      rig.setMap(8, [a]);
    });
    expect(await scan(third)).to.equal('0');
    expect(a.received.length).to.equal(2);
  });

  it('starts over with a cursor that nobody gave, and refuses what is no cursor', async () => {
    a.answer = () => page(5, 'x');
    for (const cursor of ['1', '9007199254740993', '18446744073709551615']) await scan(cursor);
    expect(new Set(a.received)).to.deep.equal(new Set(['SCAN 0 COUNT 5']));
    const client = rig.connect();
    client.receive('SCAN x\r\nSCAN 18446744073709551616\r\nSCAN -\r\n');
    expect(client.text).to.equal('-ERR invalid cursor\r\n'.repeat(3));
  });
});
