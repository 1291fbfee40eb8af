import { expect } from 'chai';
import { ReplyWriter } from '../../lib/resp/reply-writer.ts';
import { refuseLongReply } from '../../lib/server/long-reply.ts';

const MOST_BYTES = 1000;

describe('refuseLongReply', () => {
  /** What a member gets: the first reply has 100,006 bytes, more than fit with others into one of the writer's chunks thrice. */
  function written(lastLength: number): string {
    const writer = new ReplyWriter();
    for (let i = 0; i < 3; i++) writer.bulkText('a'.repeat(100_000));
    const before = writer.pendingBytes;
    writer.array(2);
    for (let i = 0; i < 2; i++) writer.bulkText('b'.repeat(lastLength / 2));
    refuseLongReply(writer, before, MOST_BYTES);
    writer.ok();
    return writer.takeWhole().toString();
  }

  const others = `$100000\r\n${'a'.repeat(100_000)}\r\n`.repeat(3);

  it('puts an error in place of the last reply alone', () => {
    for (const length of [MOST_BYTES, 600_000])
      expect(written(length).replace(others, '')).to.match(/^-ERR The reply is longer than .*\r\n\+OK\r\n$/);
  });

  it('leaves one that is not too long', () => {
    const part = `$450\r\n${'b'.repeat(450)}\r\n`;
    expect(written(900)).to.equal(`${others}*2\r\n${part}${part}+OK\r\n`);
  });
});
