/** The part of the option table that is about copies: how many, where they are, and how keys move between members. */
import { MAX_REPLICAS, MAX_WEIGHT } from '../../shard/index.ts';
import { GB, MB, option } from './option-spec.ts';
import { byteSize, integer, text } from './value-types.ts';

export const COPY_OPTIONS = {
  replicas: option({
    name: 'replicas',
    type: integer(0, MAX_REPLICAS),
    default: 1,
    runtime: false,
    doc:
      'Copies of each key on other members. Each costs the memory of the keys once more and a message for each write; with one, the death of a ' +
      'member loses no key that its replica has. 0 is a pure cache: what a dead member held is gone. Give every member the same: copies are ' +
      'placed by it. Who sees a member with another value logs a warning that names it, and CLUSTER INFO counts them ' +
      '(`cluster_replicas_differing`). To change it, restart one member after the other.',
  }),
  minAcks: option({
    name: 'min-acks',
    type: integer(0, MAX_REPLICAS),
    default: 0,
    runtime: true,
    doc:
      'A write is answered when so many replicas hold it, or all that there are if they are fewer. From 1 on, no write that was ' +
      'answered is lost when any one member is killed, and each write takes a round trip to a replica longer. 0 answers at once: the last ' +
      'moments before a crash may be lost.',
  }),
  zone: option({
    name: 'zone',
    type: text(/^[!-~]{0,64}$/, 'up to 64 letters, digits and signs, without spaces', 'NAME'),
    default: '',
    runtime: false,
    doc:
      'What this node fails together with: its rack, power supply or data centre. Copies of a key go to other zones than its owner as long ' +
      'as there are any, so that the loss of a whole zone loses no key; writes then wait for, or are sent to, farther members.',
  }),
  weight: option({
    name: 'weight',
    type: integer(1, MAX_WEIGHT),
    default: 1,
    runtime: false,
    doc:
      'How large a share of the keys this node takes: twice the weight of another is twice its keys. For nodes with more memory or ' +
      'processors than others. Small numbers will do; what counts is their proportion.',
  }),
  replBufferLimitBytes: option({
    name: 'repl-buffer-limit',
    type: byteSize(MB, 64 * GB),
    default: 64 * MB,
    runtime: true,
    doc:
      'Bytes of changes that may wait for one replica. One that falls behind by more is dropped and synchronised anew, so that it never holds ' +
      'up writes. A large limit bridges longer pauses at the price of memory; a small one copies whole slots again sooner.',
  }),
  handoffWindowBytes: option({
    name: 'handoff-window',
    type: byteSize(64 * 1024, GB),
    default: MB,
    runtime: true,
    doc:
      'Bytes of keys that are copied that may be under way to one member, at most. As long as answers come quickly so many are; they are fewer where ' +
      'those would wait for more than some 5 ms, as what clients write meanwhile goes behind them. Over long distances it limits the speed ' +
      'to a window for each round trip, 100 MB/s at 10 ms.',
  }),
  copyShare: option({
    name: 'copy-share',
    type: integer(1, 100, 'PERCENT'),
    default: 35,
    runtime: true,
    doc:
      'Percent of its time that a node spends on copying keys, to others and from them, while clients send it commands. What clients wait for is ' +
      'not held up by it: writes that go to replicas, and slots that are handed over. A small share keeps replies quick while members join, leave and are ' +
      'replaced; a large one completes copies sooner. Without commands it takes all.',
  }),
  handoffTimeoutMs: option({
    name: 'handoff-timeout',
    type: integer(100, 3_600_000, 'MS'),
    default: 10_000,
    unit: 'ms',
    runtime: true,
    doc:
      'How long keys that move may make no progress. Then a slot whose former owner gives nothing is served without what it held, and a ' +
      'leaving member waits no longer for others to take over and to make their copies. A short one makes keys available sooner; a long ' +
      'one loses less when a member is slow.',
  }),
  tombstoneTtlMs: option({
    name: 'tombstone-ttl',
    type: integer(1000, 604_800_000, 'MS'),
    default: 3_600_000,
    unit: 'ms',
    runtime: true,
    doc:
      'How long a deletion is remembered. Members that were apart for longer may bring deleted keys back when they meet; each ' +
      'deletion that is remembered takes a little memory.',
  }),
} as const;

/** What to tell an operator whose `min-acks` waits for fewer replicas than it says; undefined if it does not. */
export function tooManyAcks(options: {
  readonly minAcks: number;
  readonly replicas: number;
}): string | undefined {
  const { minAcks, replicas } = options;
  if (minAcks <= replicas) return undefined;
  const does =
    replicas === 0 ? 'writes wait for nobody, as there are no copies' : `writes wait for ${replicas}`;
  return `min-acks ${minAcks} is above replicas ${replicas}: ${does}`;
}
