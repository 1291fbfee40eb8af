/** Why datagrams are dropped: what each reason means, for people, and what to look at where it calls for somebody. */

interface Meaning {
  /** What is dropped. */
  readonly what: string;
  /** What to do about it; without, it is part of normal running. */
  readonly advice?: string;
}

const STRANGER = 'look for what else sends to the bus port';
const VERSIONS = 'run versions at all members that understand each other';
const KEYS = 'compare the secret keys of all members';

export const DROP_REASONS = {
  size: { what: 'datagrams that are too short or too long to be gossip', advice: STRANGER },
  magic: { what: 'datagrams that are no gossip', advice: STRANGER },
  version: { what: 'gossip of another version', advice: VERSIONS },
  flags: { what: 'gossip with flags that this version does not know', advice: VERSIONS },
  cluster: {
    what: 'datagrams of a cluster with another name',
    advice: 'give all members of a cluster the same name, and join none of another one',
  },
  clear: {
    what: 'datagrams that are not encrypted, which this member takes only sealed with one of its keys',
    advice: 'give every member of the cluster its secret keys',
  },
  sealed: {
    what: 'encrypted datagrams, which this member cannot open as it has no key',
    advice: 'give every member of the cluster its secret keys, or none of them',
  },
  checksum: { what: 'datagrams that were damaged on their way', advice: 'look at the network' },
  key: { what: 'datagrams sealed with a key that this member does not have', advice: KEYS },
  authentication: {
    what: 'sealed datagrams that were changed on their way, or whose key only looks like one of this member',
    advice: KEYS,
  },
  replay: { what: 'sealed datagrams that came before, or too late to tell' },
  destination: { what: 'datagrams sealed for another instance, as after a restart' },
  body: { what: 'datagrams whose contents make no sense', advice: VERSIONS },
} as const satisfies Record<string, Meaning>;

export type DropReason = keyof typeof DROP_REASONS;

/** What a reason means, for code that treats all alike. */
export function dropMeaning(reason: DropReason): Meaning {
  return DROP_REASONS[reason];
}

export const DROP_REASON_NAMES = Object.keys(DROP_REASONS) as readonly DropReason[];
