/**
 * Bounds of what a member may say of its part in placement. Membership refuses a record beyond them as it refuses any other that is
 * malformed, so that placement, which throws there, never sees one.
 */

/** Bound of a member's weight: each unit costs one shuffle of the slots, about 0.2 ms. */
export const MAX_WEIGHT = 256;

/** Bound of the shards of a member: their number is a byte in what it says of itself. */
export const MAX_SHARDS = 255;
