/** The shapes of COMMAND INFO and COMMAND DOCS, as Redis 7.0 gives them. */
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Command } from './command-table.ts';
/** ACL categories without their `@`, in Redis's order. */
export declare function aclCategories(command: Command): string[];
/** The ten fields of COMMAND INFO. */
export declare function replyInfo(command: Command, reply: ReplyWriter): void;
/** The full name and the map of COMMAND DOCS. */
export declare function replyDocs(command: Command, reply: ReplyWriter): void;
