import { expect } from 'chai';
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect, Message } from '../../gossip/core/messages.ts';
import { Random } from '../../lib/base/random.ts';
import { CONFIG, FROM, HF_MS, PEER } from './two-members.ts';

/** A core and one other member, which answers or only talks. */
class Pair {
  readonly failed: string[] = [];
  private readonly core: MembershipCore;

  constructor() {
    this.core = new MembershipCore(CONFIG, new Random(1), 0);
    this.say({ type: 'alive', record: PEER }, 0);
  }

  say(message: Message, nowMs: number): void {
    this.note(this.core.onDatagram({ sender: PEER.instance, messages: [message] }, FROM, nowMs));
  }

  /** Time passes; the peer acknowledges every ping if it `answers`. */
  pass(untilMs: number, answers: boolean): void {
    for (let nowMs = this.core.nextTickMs(); nowMs <= untilMs; nowMs = this.core.nextTickMs()) {
      const effects = this.core.tick(nowMs, { wallMs: nowMs, serveStallMs: 0 });
      this.note(effects);
      const messages = effects.flatMap((effect) => (effect.type === 'send' ? effect.messages : []));
      for (const message of messages) {
        if (answers && message.type === 'ping') this.say(ackOf(message), nowMs);
      }
    }
  }

  private note(effects: readonly Effect[]): void {
    for (const effect of effects)
      if (effect.type === 'event' && effect.event.type === 'failed') this.failed.push(effect.event.reason);
  }
}

function ackOf({ seq, viewHash, restHash, epoch }: Message & { type: 'ping' }): Message {
  return { type: 'ack', seq, viewHash, restHash, epoch, lagMs: 0, health: 0, serveStallMs: 0 };
}

describe('a member that talks again after a pause', () => {
  /** Longer than it may be without showing that it hears, shorter than it may be silent. */
  const WAKES_MS = 1000 + 8.75 * HF_MS;
  const TALK = { type: 'nack', seq: 1 } as const;
  let pair: Pair;

  beforeEach(() => {
    pair = new Pair();
    pair.pass(1000, true);
    pair.pass(WAKES_MS, false);
    pair.say(TALK, WAKES_MS);
  });

  it('is not taken for deaf before it could answer', () => {
    pair.pass(WAKES_MS + HF_MS / 4 + 1, false);
    expect(pair.failed).to.deep.equal([]);
    pair.pass(WAKES_MS + 5 * HF_MS, true);
    expect(pair.failed).to.deep.equal([]);
  });

  it('is, if it answers nothing', () => {
    for (let nowMs = WAKES_MS; nowMs <= WAKES_MS + HF_MS; nowMs += HF_MS / 4) {
      pair.pass(nowMs, false);
      pair.say(TALK, nowMs);
    }
    expect(pair.failed).to.have.lengthOf(1);
    expect(pair.failed[0]).to.include('it has not heard anybody');
  });
});
