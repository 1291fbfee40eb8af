import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { onStopSignals } from '../../lib/cli/stop-signals.ts';

describe('onStopSignals', () => {
  const seen: string[] = [];
  let ignore: () => void;

  beforeEach(() => {
    seen.length = 0;
    // Mocha itself listens to SIGINT.
    ignore = onStopSignals(['SIGUSR2', 'SIGWINCH'], (signal) => seen.push(signal));
  });

  afterEach(() => ignore());

  const send = (signal: NodeJS.Signals): boolean => process.emit(signal, signal);

  it('takes a signal that comes twice at once for one, and another one for another', () => {
    send('SIGUSR2');
    send('SIGUSR2');
    expect(seen).to.deep.equal(['SIGUSR2']);
    send('SIGWINCH');
    expect(seen).to.deep.equal(['SIGUSR2', 'SIGWINCH']);
  });

  it('tells of the same signal when it is sent again, also while it goes on and on', async () => {
    const sending = setInterval(send, 20, 'SIGUSR2');
    while (seen.length < 2) await sleep(5);
    clearInterval(sending);
  });

  it('tells of none any more when it is to ignore them', () => {
    ignore();
    expect(send('SIGUSR2')).to.equal(false);
    expect(seen).to.deep.equal([]);
  });
});
