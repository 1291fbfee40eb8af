/** Random sets of members to place slots on. */
import fc from 'fast-check';
import type { PlacementMember } from '../../shard/index.ts';
/** From `minLength` to `maxLength` members with ids that differ, in four zones. */
export declare function memberSet(minLength: number, maxLength: number): fc.Arbitrary<PlacementMember[]>;
