/**
 * Makes redis-servers a Redis Cluster whose replicas have been in step with their masters. One that never was takes over from nobody, and
 * while it gets all data for the first time its master is busy with that.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { query } from './dataset.ts';

const CREATE_LIMIT_MS = 60_000;
const READY_LIMIT_MS = 20_000;
const POLL_MS = 50;

/** What redis-server number `index` has to be set to. By default a master waits 5 s for more replicas before it sends its data to one. */
export function clusterSettings(index: number): Readonly<Record<string, string | number>> {
  return {
    'cluster-enabled': 'yes',
    'cluster-config-file': `nodes-${index}.conf`,
    'repl-diskless-sync-delay': 0,
  };
}

/** Of the servers at these ports the first are masters and the rest replicas, so many for each; resolves when those have their master's data and all serve. */
export async function makeCluster(ports: readonly number[], replicas: number): Promise<void> {
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  const words = ['--cluster', 'create', ...addresses, '--cluster-yes'];
  if (replicas > 0) words.push('--cluster-replicas', String(replicas));
  execFileSync('redis-cli', words, { stdio: ['ignore', 'ignore', 'inherit'], timeout: CREATE_LIMIT_MS });
  const masters = ports.length / (1 + replicas);
  const replicaPorts = ports.slice(masters);
  await Promise.all([
    ...replicaPorts.map((port) => untilSays(port, 'master_link_status:up', 'INFO', 'replication')),
    ...ports.map((port) => untilSays(port, 'cluster_state:ok', 'CLUSTER', 'INFO')),
  ]);
}

async function untilSays(port: number, wanted: string, ...command: readonly string[]): Promise<void> {
  const deadlineMs = performance.now() + READY_LIMIT_MS;
  while (!(await query({ port }, ...command)).includes(wanted)) {
    if (performance.now() > deadlineMs) throw new Error(`redis-server at port ${port}: no ${wanted}`);
    await sleep(POLL_MS);
  }
}
