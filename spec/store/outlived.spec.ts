import { expect } from 'chai';
import { KEEP_EXPIRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { START_MS } from './text-keyspace.ts';
import { VersionedKeyspace } from './versioned-keyspace.ts';

const SOON_MS = START_MS + 100;
const LATER_MS = START_MS + 500;
const noClock = (): number => 0;

type Steps = (keyspace: VersionedKeyspace, value: string | Buffer) => void;

/** What brings a key to expire at SOON_MS, where another member may have it as it was at version 1. */
const outlived: Readonly<Record<string, Steps>> = {
  'SET EX over a value without a time': (keyspace, value) => {
    keyspace.putAt(1, 'key', value);
    keyspace.putAt(2, 'key', value, SOON_MS);
  },
  'SET EX over one with a later time': (keyspace, value) => {
    keyspace.putAt(1, 'key', value, LATER_MS);
    keyspace.putAt(2, 'key', value, SOON_MS);
  },
  EXPIRE: (keyspace, value) => {
    const ref = keyspace.putAt(1, 'key', value);
    keyspace.writeVersion = 2;
    keyspace.setExpiresAtMs(ref, SOON_MS);
  },
  'a time that is put off, but not as far as it was at first': (keyspace, value) => {
    keyspace.putAt(1, 'key', value, LATER_MS);
    keyspace.putAt(2, 'key', value, START_MS + 1);
    keyspace.putAt(3, 'key', value, SOON_MS);
  },
  'another length, with the time that it had': (keyspace, value) => {
    keyspace.putAt(1, 'key', value);
    keyspace.putAt(2, 'key', value, SOON_MS);
    keyspace.resize(keyspace.putAt(3, 'key', `${value}!`, KEEP_EXPIRY), 3);
  },
  'SET EX after DEL': (keyspace, value) => {
    keyspace.putAt(1, 'key', value);
    keyspace.writeVersion = 2;
    keyspace.remove('key');
    keyspace.putAt(3, 'key', value, SOON_MS);
  },
  'COPY over a value without a time': (keyspace, value) => {
    keyspace.putAt(1, 'key', value);
    const source = keyspace.putAt(2, 'source', value, SOON_MS);
    keyspace.writeVersion = 3;
    keyspace.copyTo(source, Buffer.from('key'), 0, 3, START_MS);
  },
  'a change from another member': (keyspace, value) => {
    keyspace.applyText('key', value, 1);
    keyspace.applyText('key', value, 2, SOON_MS);
  },
};

describe('A value whose time has run out', () => {
  const values = { small: 'v', large: Buffer.alloc(70_000) };
  for (const [size, value] of Object.entries(values)) {
    for (const [name, steps] of Object.entries(outlived)) {
      it(`is not followed by the one from before, which would have lived longer: ${name}, ${size}`, () => {
        for (const isLookedFor of [true, false]) {
          const keyspace = new VersionedKeyspace();
          steps(keyspace, value);
          keyspace.nowMs = SOON_MS + 1;
          if (isLookedFor) expect(keyspace.has('key', keyspace.nowMs)).to.equal(false);
          else keyspace.expireSlice(keyspace.nowMs, 10, noClock);
          expect(keyspace.applyText('key', 'from before', 1)).to.equal(false);
          expect(keyspace.has('key', keyspace.nowMs)).to.equal(false);
          expect(keyspace.applyText('key', 'new', 9)).to.equal(true);
          keyspace.checkInvariants();
        }
      });
    }
  }

  it('leaves nothing where none from before would live longer', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.putAt(1, 'new', 'v', SOON_MS);
    keyspace.putAt(1, 'prolonged', 'v', START_MS + 10);
    keyspace.putAt(2, 'prolonged', 'v', SOON_MS);
    keyspace.setExpiresAtMs(keyspace.refOf('prolonged'), SOON_MS);
    expect(keyspace.expireSlice(SOON_MS + 1, 10, noClock).deleted).to.equal(2);
    expect([...keyspace.tombstonesOf('new'), ...keyspace.tombstonesOf('prolonged')]).to.deep.equal([]);
  });

  it('leaves nothing where there are no versions', () => {
    const keyspace = new VersionedKeyspace(false);
    keyspace.put('key', 'v');
    keyspace.put('key', 'v', SOON_MS);
    keyspace.versioned = true;
    keyspace.expireSlice(SOON_MS + 1, 10, noClock);
    expect(keyspace.tombstonesOf('key')).to.deep.equal([]);
    expect(keyspace.expiresAtMs(keyspace.putAt(1, 'key', 'v'))).to.equal(NO_EXPIRY);
  });
});
