/** Bounds of the durations that a user may set, in ms: the same for the options of a node and for membership by itself. */

interface Limits {
  readonly least: number;
  readonly most: number;
}

export const HF_LIMITS: Limits = { least: 20, most: 60_000 };
export const TTL_LIMITS: Limits = { least: 100, most: 600_000 };
export const FORGET_TTL_LIMITS: Limits = { least: 100, most: 86_400_000 };
