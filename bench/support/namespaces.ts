/**
 * Networks of a bench's own, made with unshare, ip and nft (Debian packages util-linux, iproute2, nftables): no other process is
 * in them, and no rule in them concerns any other. They are gone with the last process in them. Linux only.
 */
import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { type Place, until } from './agent.ts';
import { startChild } from './cleanup.ts';

/** Set in the environment of a process that runs in a network namespace of its own. */
const MARK = 'HEARSAY_BENCH_NAMESPACE';
const HOSTS = ['10.77.0.1', '10.77.0.2'] as const;
/** The same places at the ends of another cable, which is never cut: so a client here reaches both. */
export const CLIENT_HOSTS = ['10.78.0.1', '10.78.0.2'] as const;
const TABLE = 'bench';

export const isInNamespace = process.env[MARK] !== undefined;

/** Why there can be no namespace here; undefined if there can. */
export function whyNoNamespace(): string | undefined {
  const test = 'ip link add v0 type veth peer name v1 && nft add table inet bench';
  const { error, status, stderr } = spawnSync('unshare', ['-Urn', 'sh', '-c', test], { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? undefined : stderr.trim();
}

/** Runs this very program again in a network namespace of its own, where it ends with this one; resolves to its exit code. */
export function runAgainInNamespace(): Promise<number> {
  const again = ['-Urn', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = { ...process.env, [MARK]: '1' };
  // Only SIGTERM lets it end what it has started itself.
  const child = startChild('unshare', again, { stdio: 'inherit', env }, 'SIGTERM');
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

export function bringLoopbackUp(): void {
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
}

/** Drops this share of the UDP datagrams that arrive here. */
export function loseUdp(percent: number): void {
  const rule = ['meta', 'l4proto', 'udp', 'numgen', 'random', 'mod', '100', '<', String(percent), 'drop'];
  dropArriving([], rule);
}

/** Two places with an address each, joined by a cable, and by another one for clients. */
export class TwoNetworks {
  readonly places: readonly [Place, Place];
  private readonly holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.holder = holder;
    const inOther = ['nsenter', '-t', String(holder.pid), '-n'];
    this.places = [
      { host: HOSTS[0], prefix: [] },
      { host: HOSTS[1], prefix: inOther },
    ];
  }

  /** @throws Error when the system does not let us */
  static async make(): Promise<TwoNetworks> {
    // A namespace lives as long as a process is in it.
    const holder = startChild('unshare', ['-n', 'sleep', '86400'], { stdio: 'ignore' });
    try {
      const namespaceOf = (pid: string): string => readlinkSync(`/proc/${pid}/ns/net`);
      const isApart = (): boolean => namespaceOf(String(holder.pid)) !== namespaceOf('self');
      if (!(await until(isApart, 5000))) throw new Error('unshare -n has no effect');
      const networks = new TwoNetworks(holder);
      networks.lay('v', HOSTS);
      networks.lay('c', CLIENT_HOSTS);
      for (const { prefix } of networks.places) ip(prefix, 'link', 'set', 'lo', 'up');
      return networks;
    } catch (error) {
      holder.kill('SIGKILL');
      throw error;
    }
  }

  /** Nothing arrives any more at this place (0 or 1) from the other one. */
  deafen(at: 0 | 1): void {
    dropArriving(this.places[at].prefix, ['iifname', `v${at}`, 'drop']);
  }

  heal(): void {
    for (const { prefix } of this.places) hearAll(prefix);
  }

  private lay(cable: string, hosts: readonly string[]): void {
    const [here, there] = [`${cable}0`, `${cable}1`];
    ip([], 'link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', String(this.holder.pid));
    this.places.forEach(({ prefix }, at) => {
      ip(prefix, 'addr', 'add', `${hosts[at]}/24`, 'dev', `${cable}${at}`);
      ip(prefix, 'link', 'set', `${cable}${at}`, 'up');
    });
  }

  close(): void {
    for (const cable of ['v', 'c']) ip([], 'link', 'delete', `${cable}0`);
    this.holder.kill('SIGKILL');
  }
}

/** Takes all rules away. */
export function hearAll(prefix: readonly string[] = []): void {
  nft(prefix, 'add', 'table', 'inet', TABLE);
  nft(prefix, 'delete', 'table', 'inet', TABLE);
}

function dropArriving(prefix: readonly string[], rule: readonly string[]): void {
  hearAll(prefix);
  nft(prefix, 'add', 'table', 'inet', TABLE);
  nft(prefix, 'add', 'chain', 'inet', TABLE, 'arriving', '{ type filter hook input priority 0; }');
  nft(prefix, 'add', 'rule', 'inet', TABLE, 'arriving', ...rule);
}

function nft(prefix: readonly string[], ...args: readonly string[]): void {
  execute([...prefix, 'nft', ...args]);
}

function ip(prefix: readonly string[], ...args: readonly string[]): void {
  execute([...prefix, 'ip', ...args]);
}

function execute([program = '', ...args]: readonly string[]): void {
  execFileSync(program, args);
}
