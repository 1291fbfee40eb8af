/** Writes replies and counts the errors among them. */
import { errorCode, type Stats } from '../observe/stats.ts';
import type { ErrorSpec, ErrorValues } from '../resp/errors.ts';
import { ReplyWriter } from '../resp/reply-writer.ts';

export class CountingWriter extends ReplyWriter {
  private readonly stats: Stats;

  constructor(stats: Stats) {
    super();
    this.stats = stats;
  }

  override error<Text extends string>(spec: ErrorSpec<Text>, ...values: ErrorValues<Text>): void {
    this.stats.countError(errorCode(spec.text));
    super.error(spec, ...values);
  }

  override errorLine(text: string): void {
    this.stats.countError(errorCode(text));
    super.errorLine(text);
  }
}
