/** Asks other shards something over their peer links, all of them at once: a command of no effect, answered with one line. */
import { encodeRequest } from '../resp/encode.ts';
import type { Forwarder } from './forwarder.ts';
import type { ReplySink } from './origin.ts';

/** A shard that has not answered after so long does not count. */
const ANSWER_LIMIT_MS = 500;

/**
 * Resolves to the bulk strings that the shards answer, in their order; an empty text for each that cannot be reached, or has answered
 * something else, or not in time. The question goes behind what this shard has sent to them before.
 */
export async function askShards(
  forwarder: Pick<Forwarder, 'linkTo' | 'tell'>,
  shards: readonly string[],
  question: readonly string[],
): Promise<readonly string[]> {
  return new Answers(shards.length, (tag, sink) => {
    const link = forwarder.linkTo(shards[tag] as string);
    if (link?.ready) forwarder.tell(link, encodeRequest(question), 2, sink, tag);
    else sink.onReply(tag, Buffer.alloc(0), 0, 0);
  }).within(ANSWER_LIMIT_MS);
}

/** Collects one bulk string, or nothing, from each of those asked. */
class Answers implements ReplySink {
  private readonly texts: string[];
  private missing: number;
  private done = (): void => {};
  private readonly askOne: (tag: number, sink: ReplySink) => void;

  constructor(count: number, askOne: (tag: number, sink: ReplySink) => void) {
    this.texts = new Array<string>(count).fill('');
    this.missing = count;
    this.askOne = askOne;
  }

  /** By tag. */
  async within(limitMs: number): Promise<readonly string[]> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.done = () => {
        clearTimeout(timer);
        resolve();
      };
      for (let tag = 0; tag < this.texts.length; tag++) this.askOne(tag, this);
      if (this.missing === 0) this.done();
    });
    return this.texts;
  }

  onReply(tag: number, buf: Buffer, start: number, end: number): void {
    const [, text = ''] = /^\$\d+\r\n(.*)\r\n$/.exec(buf.toString('latin1', start, end)) ?? [];
    this.texts[tag] = text;
    if (--this.missing === 0) this.done();
  }
}
