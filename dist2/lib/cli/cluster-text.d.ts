/** What `hearsay cluster` prints. */
import type { NodeOptions } from '../config/options.ts';
import type { MembershipEvent } from './node-handle.ts';
export interface ShownNode {
    readonly options: NodeOptions;
    readonly pid: number | undefined;
}
/** Lines to paste into a shell or a program, and the table of nodes. */
export declare function howToConnect(nodes: readonly ShownNode[]): string[];
/** `12:00:01.234  node-7001: node-7003 failed (127.0.0.1:7003, ab12cd34): silent for 1700 ms` */
export declare function eventLine(observer: string, { type, member, reason }: MembershipEvent, at: Date): string;
/** `12:00:01.234  node-7001: text` */
export declare function textLine(node: string, text: string, at: Date): string;
