/**
 * Publish and subscribe. A message published at any member goes to the subscribers of all of them; the router takes
 * PUBLISH to the other members (`members-sum`).
 *
 * What SUBSCRIBE and its kin answer are pushes: they come even if CLIENT REPLY turned replies off, as in Redis.
 */
import type { CommandSpec } from './spec.ts';
export declare const PUBSUB_COMMANDS: readonly CommandSpec[];
