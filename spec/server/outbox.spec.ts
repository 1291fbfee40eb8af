import { expect } from 'chai';
import { ReplyWriter } from '../../lib/resp/reply-writer.ts';
import { Outbox, type Sender } from '../../lib/server/outbox.ts';

class Client implements Sender {
  /** Whether the system takes all at once. */
  isQuick = true;
  readonly sent: string[] = [];
  /** Memory that the system has not taken yet, and what is there. */
  readonly kept: { bytes: Buffer; text: string }[] = [];

  private readonly order: string[];

  constructor(order: string[] = []) {
    this.order = order;
  }

  send(buf: Buffer, start: number, end: number): boolean {
    const bytes = buf.subarray(start, end);
    this.sent.push(bytes.toString());
    this.order.push(bytes.toString());
    if (!this.isQuick) this.kept.push({ bytes, text: bytes.toString() });
    return this.isQuick;
  }

  flush(): void {
    this.order.push('flushed');
  }
}

describe('the outbox of a turn', () => {
  let order: string[];
  let writer: ReplyWriter;
  let outbox: Outbox;

  beforeEach(() => {
    order = [];
    writer = new ReplyWriter();
    outbox = new Outbox(writer, () => order.push('before'));
  });

  function say(client: Client, text: string): void {
    writer.simple(text);
    outbox.add(client);
  }

  it('writes nothing before it is flushed, then all in order, behind what goes before', () => {
    const [one, other] = [new Client(order), new Client(order)];
    say(one, 'a');
    say(other, 'b');
    say(one, 'c');
    expect(order).to.deep.equal([]);
    outbox.flush();
    expect(order).to.deep.equal(['before', '+a\r\n', '+b\r\n', '+c\r\n']);
    outbox.flush();
    expect(order).to.have.length(4);
  });

  it('has the memory used again, but where something is not gone', () => {
    const client = new Client();
    const place = (): number => {
      const at = writer.reserveBulk(1);
      writer.discard();
      return at;
    };
    const first = place();
    for (const text of ['a', 'b']) say(client, text);
    outbox.flush();
    expect(place()).to.equal(first);
    client.isQuick = false;
    say(client, 'slow');
    outbox.flush();
    client.isQuick = true;
    for (let n = 0; n < 1000; n++) {
      say(client, `n${n}`);
      outbox.flush();
    }
    for (const { bytes, text } of client.kept) expect(bytes.toString()).to.equal(text);
  });

  it('leaves alone what somebody else has taken among its ranges, or behind them', () => {
    const client = new Client();
    const taken: Buffer[] = [];
    const take = (text: string): void => {
      writer.simple(text);
      writer.take((buf, start, end) => taken.push(buf.subarray(start, end)));
    };
    say(client, 'a');
    take('mine');
    say(client, 'b');
    outbox.flush();
    say(client, 'c');
    take('mine, too');
    outbox.flush();
    for (let n = 0; n < 1000; n++) {
      say(client, `n${n}`);
      outbox.flush();
    }
    expect(taken.map(String)).to.deep.equal(['+mine\r\n', '+mine, too\r\n']);
  });

  it('writes at once what would be more than 64 KB, or more than 128 replies, and what a new chunk parts', () => {
    const client = new Client();
    for (let n = 0; n < 128; n++) say(client, 'x');
    expect(client.sent).to.have.length(128);
    for (let n = 0; n < 5; n++) say(client, 'x'.repeat(15_000));
    expect(client.sent).to.have.length(133);
    say(client, 'last');
    outbox.flush();
    expect(client.sent.at(-1)).to.equal('+last\r\n');
    const value = Buffer.alloc(60_000);
    for (let n = 0; n < 20; n++) {
      writer.bulk(value, 0, value.length);
      writer.take(() => {});
      say(client, `n${n}`);
    }
    outbox.flush();
    expect(client.sent.slice(-20)).to.deep.equal(Array.from({ length: 20 }, (_, n) => `+n${n}\r\n`));
  });

  it('has those flush themselves, once and behind its own, who have something that is not here', async () => {
    const client = new Client(order);
    outbox.flushLater(client);
    outbox.flushLater(client);
    say(client, 'a');
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).to.deep.equal(['before', 'before', '+a\r\n', 'flushed']);
    outbox.flushAll();
    expect(order).to.have.length(4);
  });

  it('has those of which something is held flush within some ms, unless they are released', async () => {
    const [one, other] = [new Client(order), new Client()];
    outbox.hold(one);
    outbox.hold(other);
    outbox.hold(one);
    outbox.release(other);
    expect(order).to.deep.equal([]);
    const beganMs = performance.now();
    while (order.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // Timers may come a little early.
    expect(performance.now() - beganMs).to.be.above(0.9);
    expect(order).to.deep.equal(['before', 'flushed']);
    outbox.hold(one);
    while (order.length === 2) await new Promise((resolve) => setImmediate(resolve));
    expect(order).to.deep.equal(['before', 'flushed', 'before', 'flushed']);
  });
});
