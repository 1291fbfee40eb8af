import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { EXIT_CODES } from '../../lib/cli/exit-codes.ts';
import { OPEN_OPTION_KEYS, OPTIONS, variableOf } from '../../lib/config/options.ts';
import { freePorts, Program } from './program.ts';

interface Left {
  readonly server: Program;
  readonly code: unknown;
}

async function leave(name: string): Promise<Left> {
  const server = new Program(['server', '--name', name, '--port', String(await freePorts(1))]);
  await server.prints(/ready/);
  server.process.kill('SIGTERM');
  return { server, code: await server.ended() };
}

describe('hearsay', () => {
  it('shows its version and an overview', async () => {
    const version = new Program(['--version']);
    expect(await version.ended()).to.equal(0);
    expect(version.output).to.equal('9.9.9\n');
    const help = new Program(['--help']);
    expect(await help.ended()).to.equal(0);
    expect(help.output).to.contain('server').and.to.contain('cluster');
    for (const { code, meaning } of EXIT_CODES) expect(help.output).to.contain(`${code}  ${meaning}`);
    for (const [short, long] of [
      [new Program(['-v']), version],
      [new Program(['-h']), help],
    ] as const) {
      expect(await short.ended()).to.equal(0);
      expect(short.output).to.equal(long.output);
    }
  });

  it('wants a command that it knows', async () => {
    const none = new Program([]);
    expect(await none.ended()).to.equal(2);
    expect(none.errors).to.equal('hearsay: a command is needed: server or cluster; see hearsay --help\n');
    const unknown = new Program(['sever']);
    expect(await unknown.ended()).to.equal(2);
    expect(unknown.errors).to.contain('unknown command sever (did you mean server?)');
  });
});

describe('hearsay server', () => {
  /** Nodes that leave, which takes seconds: the other specs run meanwhile. */
  let left: Promise<[Left, Left]>;

  before(() => {
    left = Promise.all([leave('hands-over'), leave('hangs')]);
  });

  it('lists every option and its variable in its help', async () => {
    const help = new Program(['server', '-h']);
    expect(await help.ended()).to.equal(0);
    for (const key of OPEN_OPTION_KEYS) {
      expect(help.output)
        .to.contain(`--${OPTIONS[key].name} `)
        .and.to.contain(`[${variableOf(key)}]`);
    }
  });

  it('exits with 2 and one line for a flag or variable that it cannot use', async () => {
    const flag = new Program(['server', '--port', 'x']);
    expect(await flag.ended()).to.equal(2);
    expect(flag.errors).to.equal('hearsay: --port x: must be an integer from 0 to 65535\n');
    const variable = new Program(['server'], { HEARSAY_TTL: '5' });
    const misspelt = new Program(['server', '--port', 'x'], { HEARSAY_TTI: '5' });
    expect(await variable.ended()).to.equal(2);
    expect(variable.errors).to.contain('HEARSAY_TTL 5: must be an integer from 100');
    expect(await misspelt.ended()).to.equal(2);
    expect(misspelt.errors).to.contain('HEARSAY_TTI is no option (did you mean HEARSAY_TTL?)');
  });

  it('serves until SIGTERM and exits with 0, logging JSON to a pipe', async () => {
    const port = await freePorts(1);
    const server = new Program(['server', '--port', String(port)]);
    await server.prints(/"msg":"ready"/);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
    server.process.kill('SIGTERM');
    expect(await server.ended()).to.equal(0);
    const [ready, leaving] = server.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ready)
      .to.have.property('version')
      .that.matches(/^\d+\.\d+\.\d+/);
    expect(ready).to.include({
      level: 'info',
      id: 'cd'.repeat(20),
      clientPort: port,
      shardPort: port + 1000,
      busPort: port + 10_000,
    });
    expect(leaving.msg).to.equal('SIGTERM: leaving the cluster');
  });

  for (const name of ['joining', 'looking']) {
    it(`exits with 0, and does not say that it is ready, when it is stopped while it starts: ${name}`, async () => {
      const server = new Program(['server', '--name', name, '--port', String(await freePorts(1))]);
      await server.prints(/"msg":"joining"/);
      server.process.kill('SIGTERM');
      expect(await server.ended()).to.equal(0);
      expect(server.output).to.not.contain('fatal').and.to.not.contain('ready');
    });
  }

  it('goes on at SIGHUP, and says so', async () => {
    const server = new Program(['server', '--port', String(await freePorts(1))]);
    await server.prints(/ready/);
    server.process.kill('SIGHUP');
    await server.prints(/SIGHUP: nothing to do/);
    server.process.kill('SIGTERM');
    expect(await server.ended()).to.equal(0);
    expect(server.output).to.contain('SIGTERM: leaving').and.to.not.contain('SHUTDOWN');
  });

  it('exits at once with 4 at a second signal', async () => {
    const server = new Program(['server', '--name', 'hangs', '--port', String(await freePorts(1))]);
    await server.prints(/ready/);
    server.process.kill('SIGINT');
    await server.prints(/SIGINT: leaving/);
    server.process.kill('SIGTERM');
    expect(await server.ended()).to.equal(4);
  });

  it('exits with 1 when the node cannot go on, and with 0 when it was shut down', async () => {
    const fatal = new Program(['server', '--name', 'fatal', '--port', String(await freePorts(1))]);
    expect(await fatal.ended()).to.equal(1);
    expect(fatal.output).to.contain('disk on fire');
    const shutdown = new Program(['server', '--name', 'shutdown', '--port', String(await freePorts(1))]);
    expect(await shutdown.ended()).to.equal(0);
    expect(shutdown.output).to.contain('stopped by SHUTDOWN');
  });

  it('exits with 3 when a port is in use, and names port and flag', async () => {
    const port = await freePorts(1);
    const taken = createServer().listen(port + 10_000, '127.0.0.1');
    await once(taken, 'listening');
    const server = new Program(['server', '--port', String(port)]);
    expect(await server.ended()).to.equal(3);
    expect(server.output).to.contain(
      `bus port ${port + 10_000}, which follows from --port ${port}, is in use`,
    );
    taken.close();
  });

  it('reports to the process that forked it, and stops when that is gone', async () => {
    const port = await freePorts(1);
    const entry = fileURLToPath(new URL('./fake-cli.js', import.meta.url));
    const child = fork(entry, ['server', '--port', String(port), '--log-level', 'silent']);
    const reports: { type: string }[] = [];
    child.on('message', (report: { type: string }) => {
      reports.push(report);
      if (report.type === 'membership') child.disconnect();
    });
    const [code] = await once(child, 'exit');
    expect(code).to.equal(0);
    expect(reports.map(({ type }) => type)).to.deep.equal(['ready', 'membership']);
  });

  it('stops when the process that forked it is gone before it has begun', async () => {
    const entry = fileURLToPath(new URL('./fake-cli.js', import.meta.url));
    const child = fork(entry, ['server', '--port', String(await freePorts(1)), '--log-level', 'silent']);
    child.disconnect();
    const [code] = await once(child, 'exit');
    expect(code).to.equal(0);
  });

  it('waits for a node that leaves as long as keys move, and no longer', async () => {
    const [moving, hanging] = await left;
    expect(moving.code).to.equal(0);
    expect(hanging.code).to.equal(4);
    expect(hanging.server.output).to.contain('leaving made no progress for 5000 ms');
  }).timeout(20_000);
});
