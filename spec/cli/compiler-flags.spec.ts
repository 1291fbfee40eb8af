import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { budgetFlag } from '../../lib/cli/compiler-flags.ts';

describe('budgetFlag', () => {
  it('has the V8 of Node 20 optimise later than it would', () => {
    expect(budgetFlag('11.3.244.8-node.33', [])).to.equal('--interrupt-budget=400000');
  });

  it('leaves other versions alone, which do not know it', () => {
    expect(budgetFlag('12.4.254.21-node.57', [])).to.equal(undefined);
    expect(budgetFlag('13.6.233.17-node.53', [])).to.equal(undefined);
  });

  it("leaves the user's own to the user, however it is written", () => {
    for (const own of ['--interrupt-budget=67584', '--interrupt_budget=67584', '--interrupt-budget']) {
      expect(budgetFlag('11.3.244.8-node.33', ['--enable-source-maps', own])).to.equal(undefined);
    }
  });

  it('is a flag that this V8 takes, where there is one', () => {
    const flag = budgetFlag(process.versions.v8, []);
    const printed = execFileSync(process.execPath, [...(flag ? [flag] : []), '-p', '"runs"']);
    expect(String(printed)).to.equal('runs\n');
  });
});
