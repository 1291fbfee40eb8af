/** What `hearsay cluster` prints. */
import type { NodeOptions } from '../config/options.ts';
import { announcedHost, portsOf } from '../config/resolve.ts';
import type { MembershipEvent } from './node-handle.ts';

export interface ShownNode {
  readonly options: NodeOptions;
  readonly pid: number | undefined;
}

/** Lines to paste into a shell or a program, and the table of nodes. */
export function howToConnect(nodes: readonly ShownNode[]): string[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const host = announcedHost(first.options);
  const { client, shard } = portsOf(first.options);
  const seeds = nodes.map(({ options }) => `{ host: '${host}', port: ${portsOf(options).shard} }`);
  return [
    '',
    `${nodes.length} nodes are up. Any Redis client, any node, any key:`,
    '',
    `  redis-cli         redis-cli -h ${host} -p ${client}`,
    `  redis-cli -c      redis-cli -c -h ${host} -p ${shard}`,
    `  ioredis           new Redis({ host: '${host}', port: ${client} })`,
    `  ioredis Cluster   new Redis.Cluster([${seeds.join(', ')}])`,
    '',
    ...nodeTable(nodes),
    '',
    'Ctrl-C stops them all. Membership events:',
  ];
}

function nodeTable(nodes: readonly ShownNode[]): string[] {
  const rows = nodes.map(({ options, pid }) => {
    const { client, shard, bus } = portsOf(options);
    const shards = options.shards === 1 ? shard : `${shard}-${shard + options.shards - 1}`;
    return [options.name, client, shards, bus, pid ?? ''].map(String);
  });
  const table = [['node', 'client', 'shard', 'bus', 'pid'], ...rows];
  const widths = (table[0] as string[]).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

/** `12:00:01.234  node-7001: node-7003 failed (127.0.0.1:7003, ab12cd34): silent for 1700 ms` */
export function eventLine(observer: string, { type, member, reason }: MembershipEvent, at: Date): string {
  const who = `${member.host}:${member.clientPort}, ${member.id.slice(0, 8)}`;
  return textLine(observer, `${member.name} ${type} (${who}): ${reason}`, at);
}

/** `12:00:01.234  node-7001: text` */
export function textLine(node: string, text: string, at: Date): string {
  const time = at.toTimeString().slice(0, 8);
  const milliseconds = String(at.getMilliseconds()).padStart(3, '0');
  return `${time}.${milliseconds}  ${node}: ${text}`;
}
