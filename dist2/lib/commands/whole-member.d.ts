/**
 * Commands that are about a whole node, when it has several shards: the client port speaks for all of them, a shard port
 * for its own shard, which is a node of its own to cluster-aware clients and tools.
 */
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { CommandContext, ShardQuestions } from './context.ts';
/**
 * Asks the member's other shards, and has `write` reply with what they say: later, or at once and with no answers if this
 * shard is to speak for itself or is the only one.
 */
export declare function withSiblings<Question extends keyof ShardQuestions>(context: CommandContext, reply: ReplyWriter, question: Question, args: Parameters<ShardQuestions[Question]>, write: (elsewhere: ReturnType<ShardQuestions[Question]>[], reply: ReplyWriter) => void): void;
