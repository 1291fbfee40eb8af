import { type MemberOptions } from './chaos-members.ts';
import { type Outcome } from './chaos-scene.ts';
export type Policy = 'serve' | 'majority';
/** Starts the members, cuts them apart for `cutMs` once both sides know of it, and joins them again. */
export declare function partition(options: MemberOptions, policy: Policy, cutMs: number): Promise<Outcome>;
