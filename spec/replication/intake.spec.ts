import { expect } from 'chai';
import { BEGIN, ChangeWriter, END, STOP } from '../../lib/replication/changes.ts';
import { Intake, type IntakeHost } from '../../lib/replication/intake.ts';
import { VersionClock } from '../../lib/replication/version-clock.ts';
import type { Keyspace } from '../../lib/store/keyspace.ts';
import { imageOf, NOW_MS, newKeyspace, put } from './arbitraries.ts';

/** Of keys with the tag {key}. */
const SLOT = 12_539;

function entry(key: string, version: number): Parameters<typeof put>[1] {
  return { key: Buffer.from(key), value: Buffer.from('v'), version, expiresAtMs: -1 };
}

class Receiver {
  readonly keyspace: Keyspace = newKeyspace();
  isCopy = true;
  readonly live: number[] = [];
  readonly different: number[] = [];
  readonly intake: Intake;

  constructor() {
    const host: IntakeHost = {
      keyspace: this.keyspace,
      clock: new VersionClock(),
      onNewStream: () => {},
      onProgress: () => {},
      isCopy: () => this.isCopy,
      isHeld: () => false,
      onLive: (slot) => this.live.push(slot),
      onDifferent: (slot) => this.different.push(slot),
      onGiven: () => {},
      onNews: () => {},
      onFloor: () => {},
    };
    this.intake = new Intake(1, host);
  }

  /** Takes what `write` says of the sender's keyspace. */
  take(write: (writer: ChangeWriter) => void): void {
    const writer = new ChangeWriter(0);
    write(writer);
    expect(this.intake.apply(1, writer.buf, 0, writer.length, NOW_MS)).to.equal(true);
  }

  has(key: string): boolean {
    const bytes = Buffer.from(key);
    return this.keyspace.peek(bytes, 0, bytes.length, NOW_MS) !== 0;
  }
}

/** All of a slot with two keys; `meanwhile` is called when one of them has come. */
function send(receiver: Receiver, keysTold: number, meanwhile: () => void = () => {}): void {
  const sender = newKeyspace();
  const refs = [put(sender, entry('{key}1', 5)), put(sender, entry('{key}2', 6))];
  receiver.take((writer) => {
    writer.number(BEGIN, SLOT, keysTold);
    writer.put(SLOT, imageOf(sender, refs[0] as number));
  });
  meanwhile();
  receiver.take((writer) => {
    writer.put(SLOT, imageOf(sender, refs[1] as number));
    writer.number(END, SLOT, sender.digestOf(SLOT, NOW_MS));
  });
}

describe('what comes in of a slot that is sent whole', () => {
  it('is all that there is afterwards, in a copy', () => {
    for (const told of [0, 2, 1000]) {
      const receiver = new Receiver();
      put(receiver.keyspace, entry('{key}old', 9));
      send(receiver, told);
      expect([receiver.has('{key}1'), receiver.has('{key}2'), receiver.has('{key}old')]).to.deep.equal([
        true,
        true,
        false,
      ]);
      expect(receiver.live).to.deep.equal([SLOT]);
      receiver.keyspace.checkInvariants();
    }
  });

  it('is all that there is, though another key has the version of one that came', () => {
    const receiver = new Receiver();
    put(receiver.keyspace, entry('{key}evicted there', 5));
    send(receiver, 2);
    expect([receiver.has('{key}1'), receiver.has('{key}evicted there')]).to.deep.equal([true, false]);
  });

  it('is all that there is, whatever came of others meanwhile', () => {
    const receiver = new Receiver();
    send(receiver, 2, () => put(receiver.keyspace, entry('{key}other', 9)));
    // Nothing was here before, so it was not noted what came: that is seen when it is sent again.
    expect(receiver.live).to.deep.equal([]);
    expect(receiver.different).to.deep.equal([SLOT]);
    send(receiver, 2);
    expect(receiver.live).to.deep.equal([SLOT]);
    expect(receiver.has('{key}other')).to.equal(false);
    expect(receiver.keyspace.slotSize(SLOT)).to.equal(2);
  });

  it('is added to what is held here', () => {
    const receiver = new Receiver();
    receiver.isCopy = false;
    put(receiver.keyspace, entry('{key}mine', 9));
    put(receiver.keyspace, entry('{key}2', 9));
    send(receiver, 2);
    expect(receiver.has('{key}mine')).to.equal(true);
    const bytes = Buffer.from('{key}2');
    const ref = receiver.keyspace.peek(bytes, 0, bytes.length, NOW_MS);
    expect(receiver.keyspace.versionOf(ref)).to.equal(9);
  });

  it('is no longer being sent when the sender has stopped', () => {
    const receiver = new Receiver();
    const sender = newKeyspace();
    const ref = put(sender, entry('{key}1', 5));
    receiver.take((writer) => {
      writer.number(BEGIN, SLOT, 2);
      writer.put(SLOT, imageOf(sender, ref));
    });
    receiver.take((writer) => writer.mark(STOP, SLOT));
    expect(receiver.intake.bringsSlots).to.equal(true);
    receiver.take((writer) => writer.put(SLOT, imageOf(sender, ref)));
    expect(receiver.intake.bringsSlots).to.equal(false);
  });
});

describe('a value that comes in', () => {
  it('hides what would live longer, where it did so at the sender', () => {
    const receiver = new Receiver();
    const sender = newKeyspace();
    put(sender, entry('{key}1', 5));
    const expiresAtMs = NOW_MS + 1000;
    const hiding = put(sender, { ...entry('{key}1', 6), expiresAtMs });
    receiver.take((writer) => writer.put(SLOT, imageOf(sender, hiding)));
    receiver.take((writer) =>
      writer.put(SLOT, imageOf(sender, put(sender, { ...entry('{key}2', 7), expiresAtMs }))),
    );
    const areHiding = ['{key}1', '{key}2'].map((key) => {
      const bytes = Buffer.from(key);
      return receiver.keyspace.isOutlived(receiver.keyspace.peek(bytes, 0, bytes.length, NOW_MS));
    });
    expect(areHiding).to.deep.equal([true, false]);
  });
});
