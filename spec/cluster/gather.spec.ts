import { expect } from 'chai';
import { Gathering } from '../../lib/cluster/gather.ts';
import type { Origin } from '../../lib/cluster/origin.ts';

describe('Gathering', () => {
  it('answers with an error what is longer than one reply of a member may be', () => {
    // Memory that nobody touches costs nothing.
    const part = Buffer.allocUnsafeSlow(600 * 1024 * 1024);
    part.write('*1\r\n');
    const replies: string[] = [];
    const origin: Partial<Origin> = {
      protocol: 2,
      onReply: (tag, buf, start, end) => replies.push(`${tag} ${buf.toString('latin1', start, end)}`),
    };
    for (const spread of ['every-concat', 'split-values'] as const) {
      const gathering = new Gathering(origin as Origin, 7, spread, [[0], [1]]);
      gathering.onReply(0, part, 0, part.length);
      gathering.onReply(1, part, 0, part.length);
    }
    expect(replies).to.have.length(2);
    for (const reply of replies) expect(reply).to.match(/^7 -ERR reply is longer than/);
  });

  it('answers in the protocol that its client spoke when it asked', () => {
    const replies: string[] = [];
    const origin = {
      protocol: 3,
      onReply: (_tag: number, buf: Buffer, start: number, end: number) =>
        replies.push(buf.toString('latin1', start, end)),
    };
    const gathering = new Gathering(origin as unknown as Origin, 7, 'every-any', [[], []]);
    origin.protocol = 2;
    const nil = Buffer.from('_\r\n');
    gathering.onReply(0, nil, 0, nil.length);
    gathering.onReply(1, nil, 0, nil.length);
    expect(replies).to.deep.equal(['_\r\n']);
  });
});
