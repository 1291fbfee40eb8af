import { expect } from 'chai';
import { ReadTurn, SMALL_BYTES } from '../../lib/server/read-turn.ts';
import { multibulk } from '../resp/drive.ts';

describe('small reads of a turn', () => {
  let turn: ReadTurn;
  /** What the readers saw, and the keys that were looked up before. */
  let seen: string[];

  /** Adds a read whose reader notes what is in the turn's memory when it runs. */
  function add(text: string): void {
    const source = Buffer.from(text);
    const length = source.length;
    const start: number = turn.add(
      { processRead: () => seen.push(turn.buf.toString('latin1', start, start + length)) },
      source,
      length,
    );
    source.fill(0);
  }

  beforeEach(() => {
    seen = [];
    turn = new ReadTurn(({ buf, count, keyStarts, keyEnds }) => {
      for (let i = 0; i < count; i++) seen.push(`<${buf.toString('latin1', keyStarts[i], keyEnds[i])}>`);
    });
  });

  it('are executed at its end, in order, after their keys were looked up', async () => {
    const [get, set] = [multibulk('GET', 'one'), multibulk('SET', 'two', '2')];
    for (const text of [get, set, 'PING\r\n', multibulk('PING')]) add(text);
    expect(seen).to.deep.equal([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).to.deep.equal(['<one>', '<two>', '<>', '<>', get, set, 'PING\r\n', multibulk('PING')]);
  });

  it('are executed at once when no more fit, and memory is used again', () => {
    const long = multibulk('GET', 'x'.repeat(SMALL_BYTES - 30));
    for (let i = 0; i < 100; i++) add(long);
    expect(seen.filter((text) => text === long)).to.have.length(96);
    turn.run();
    expect(seen.filter((text) => text === long)).to.have.length(100);
  });

  it('have no keys looked up when there is just one', () => {
    add(multibulk('GET', 'k'));
    turn.run();
    expect(seen).to.deep.equal([multibulk('GET', 'k')]);
  });
});
