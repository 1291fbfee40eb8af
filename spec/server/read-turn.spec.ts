import { expect } from 'chai';
import { REQUEST_LIMITS } from '../../lib/resp/limits.ts';
import { COMMAND } from '../../lib/resp/parse-result.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { RequestBatch } from '../../lib/resp/request-batch.ts';
import { ReadTurn, SMALL_BYTES } from '../../lib/server/read-turn.ts';
import { multibulk } from '../resp/drive.ts';

/** A client whose commands are noted. */
class Client {
  readonly seen: string[] = [];
  readonly parser: RequestParser;
  private readonly turn: ReadTurn;

  constructor(turn: ReadTurn) {
    this.turn = turn;
    this.parser = new RequestParser(REQUEST_LIMITS, { batch: new RequestBatch(), turn: turn.batch });
  }

  /** Sends `text`, in memory that is written to again at once. */
  send(text: string): void {
    const source = Buffer.from(text);
    const limits = this.parser.isIdle ? REQUEST_LIMITS : undefined;
    const start = this.turn.add(this, this.parser, source, source.length, limits);
    this.parser.push(this.turn.buf, start, start + source.length);
    source.fill(0);
  }

  processRead(): void {
    const { request } = this.parser;
    while (this.parser.next() === COMMAND) {
      this.seen.push(Array.from({ length: request.argc }, (_, i) => request.text(i)).join(' '));
    }
  }
}

describe('small reads of a turn', () => {
  let turn: ReadTurn;
  let keys: string[];
  let clients: Client[];
  /** How many commands had been executed at the end of each turn. */
  let endings: number[];

  beforeEach(() => {
    keys = [];
    endings = [];
    turn = new ReadTurn(
      ({ buf, count, keyStarts, keyEnds }) => {
        for (let i = 0; i < count; i++) keys.push(buf.toString('latin1', keyStarts[i], keyEnds[i]));
      },
      () => endings.push(seen().length),
    );
    clients = Array.from({ length: 40 }, () => new Client(turn));
  });

  const seen = (): string[] => clients.flatMap((client) => client.seen);

  it('are executed at its end, after their keys were looked up', async () => {
    clients[0]?.send(multibulk('GET', 'one') + multibulk('GET', 'two'));
    clients[1]?.send('PING\r\n');
    clients[2]?.send(multibulk('PING'));
    clients[3]?.send(multibulk('SET', 'three', '3'));
    expect([keys, seen()]).to.deep.equal([[], []]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(keys).to.deep.equal(['one', 'two', '', 'three']);
    expect(seen()).to.deep.equal(['GET one', 'GET two', 'PING', 'PING', 'SET three 3']);
    expect(endings).to.deep.equal([5]);
  });

  it('are executed at once when no more fit', () => {
    for (const client of clients) client.send(multibulk('GET', 'x'.repeat(SMALL_BYTES - 30)));
    expect(seen()).to.have.length(32);
    turn.run();
    expect(seen()).to.have.length(40);
  });

  it('are executed once, whoever does it first', () => {
    const [client] = clients as [Client];
    client.send(multibulk('INCR', 'a'));
    client.processRead();
    client.send(multibulk('INCR', 'b'));
    client.send(multibulk('INCR', 'c'));
    turn.run();
    expect(client.seen).to.deep.equal(['INCR a', 'INCR b', 'INCR c']);
  });

  it('are executed behind what came before, a part of a command too', () => {
    const [one, two] = clients as [Client, Client];
    const text = multibulk('SET', 'key', 'value');
    one.send(text.slice(0, 15));
    two.send(multibulk('PING'));
    turn.run();
    one.send(text.slice(15) + multibulk('GET', 'key'));
    two.send(multibulk('PING'));
    turn.run();
    expect(seen()).to.deep.equal(['SET key value', 'GET key', 'PING', 'PING']);
  });
});
