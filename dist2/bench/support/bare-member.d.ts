import { type MembershipOptions, type MessageCounts } from '../../gossip/index.ts';
/** What the process is told. */
export type MemberCommand = {
    readonly do: 'forget';
    readonly id: string;
}
/** Blocks the thread that serves. */
 | {
    readonly do: 'block';
    readonly ms: number;
} | {
    readonly do: 'install' | 'use' | 'remove';
    readonly key: string;
} | {
    readonly do: 'counts';
};
/** What the process tells; times are wall-clock time in ms. */
export type MemberLine = {
    readonly tells: 'ready';
    readonly atMs: number;
} | {
    readonly tells: 'event';
    readonly atMs: number;
    readonly type: string;
    readonly member: string;
} | {
    readonly tells: 'view';
    readonly members: readonly string[];
    readonly phases: readonly string[];
} | {
    readonly tells: 'counts';
    readonly counts: MessageCounts;
};
export interface MemberArguments extends Omit<MembershipOptions, 'keys'> {
    /** Of the ring, in hex. */
    readonly keys: readonly string[];
}
