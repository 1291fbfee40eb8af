/** Commands that are about the whole member, when it has several shards. */
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { CommandContext, ShardQuestions } from './context.ts';

/**
 * Asks the member's other shards, and has `write` reply with what they say: later, or at once and with no answers if this
 * shard is the only one.
 */
export function withSiblings<Question extends keyof ShardQuestions>(
  context: CommandContext,
  reply: ReplyWriter,
  question: Question,
  args: Parameters<ShardQuestions[Question]>,
  write: (elsewhere: ReturnType<ShardQuestions[Question]>[], reply: ReplyWriter) => void,
): void {
  const { shards, askSiblings } = context.node;
  if (shards === 1) write([], reply);
  else {
    const answers = askSiblings(question, ...args);
    context.later(answers.then((elsewhere) => (reply) => write(elsewhere, reply)));
  }
}
