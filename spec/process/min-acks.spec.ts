import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { bulk, eventually, RawClient } from '../cluster/harness.ts';

const FLAGS = ['--min-acks', '1', '--proxy-timeout', '500', '--ttl', '10000'];
const OK = '+OK\r\n';
const NO_ACKS = '-OUTCOMEUNKNOWN Not enough replicas of the key have answered\r\n';
const NO_OWNER = '-OUTCOMEUNKNOWN The owner of the key went away before it answered\r\n';

describe('min-acks', function () {
  this.timeout(30_000);

  it('has nobody wait for longer than proxy-timeout for a replica that stands still', async () => {
    const first = await NodeProcess.start(...FLAGS);
    const second = await NodeProcess.start(...FLAGS, '--join', first.joinAddress);
    const client = await RawClient.connect(first.port);
    try {
      const info = (): Promise<string> => client.call('CLUSTER', 'INFO');
      const isWhole = (text: string): boolean =>
        /cluster_size:2\r/.test(text) && /copies_complete:yes/.test(text);
      await eventually(async () => isWhole(await info()), 10_000);
      const writes = Array.from({ length: 20 }, (_, n) => ['SET', `key:${n}`, 'x']);
      expect(new Set(await client.pipeline(...writes))).to.deep.equal(new Set([OK]));

      second.signal('SIGSTOP');
      const replies = await client.pipeline(...writes);
      expect([...new Set(replies)].sort()).to.deep.equal([NO_ACKS, NO_OWNER]);
      // What the node that was asked knows to have failed; the others were its peer's.
      const failed = replies.filter((reply) => reply === NO_ACKS).length;
      expect(await client.call('INFO', 'commandstats')).to.match(
        new RegExp(`cmdstat_set:.*,failed_calls=${failed}\\r`),
      );
      // It is out of step from now on, and what was written is there.
      const [, key] = writes[replies.indexOf(NO_ACKS)] as [string, string];
      expect(await client.pipeline(['GET', key], ['SET', key, 'y'])).to.deep.equal([bulk('x'), OK]);

      second.signal('SIGCONT');
      await eventually(async () => isWhole(await info()), 10_000);
      await eventually(async () => (await client.pipeline(...writes)).every((reply) => reply === OK), 10_000);
    } finally {
      client.close();
      second.signal('SIGCONT');
      await Promise.all([first, second].map((node) => node.kill()));
    }
  });
});
