/** What a core is started with, and another member that it hears from. */
import type { CoreConfig, MemberRecord } from '../../gossip/core/types.ts';

export const HF_MS = 200;
const SELF: MemberRecord = {
  ...{ id: 'a'.repeat(40), instance: 'a'.repeat(16), generation: 1, incarnation: 0, state: 'alive' },
  ...{ phase: 'serving', isLagging: false, host: '10.0.0.1', busPort: 17001, clientPort: 7001 },
  ...{ shardPort: 8001, shards: 1, weight: 1, zone: '', name: 'self', metadata: new Uint8Array(0) },
};
export const CONFIG: CoreConfig = {
  ...{ self: SELF, hfMs: HF_MS, ttlMs: 10 * HF_MS, forgetTtlMs: 60_000, retentionMs: 86_400_000 },
  crashEvidence: true,
};
export const PEER: MemberRecord = { ...SELF, id: 'b'.repeat(40), instance: 'b'.repeat(16), host: '10.0.0.2' };
export const FROM = { host: PEER.host, port: PEER.busPort };
