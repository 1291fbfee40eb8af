/**
 * A process that is nothing but a member: `createMembership` on the options in its argument, JSON. It writes a line of JSON for
 * each event and each view, and takes commands as lines of JSON; it ends with its standard input.
 */
import { createInterface } from 'node:readline';
import { createMembership, type MembershipOptions, type MessageCounts } from '../../gossip/index.ts';

/** What the process is told. */
export type MemberCommand =
  | { readonly do: 'forget'; readonly id: string }
  /** Blocks the thread that serves. */
  | { readonly do: 'block'; readonly ms: number }
  | { readonly do: 'install' | 'use' | 'remove'; readonly key: string }
  | { readonly do: 'counts' };

/** What the process tells; times are wall-clock time in ms. */
export type MemberLine =
  | { readonly tells: 'ready'; readonly atMs: number }
  | { readonly tells: 'event'; readonly atMs: number; readonly type: string; readonly member: string }
  | { readonly tells: 'view'; readonly members: readonly string[]; readonly phases: readonly string[] }
  | { readonly tells: 'counts'; readonly counts: MessageCounts };

export interface MemberArguments extends Omit<MembershipOptions, 'keys'> {
  /** Of the ring, in hex. */
  readonly keys: readonly string[];
}

const STEPS = { install: 'installKey', use: 'useKey', remove: 'removeKey' } as const;

function tell(line: MemberLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const options = JSON.parse(process.argv[2] ?? '{}') as MemberArguments;
const membership = createMembership({ ...options, keys: options.keys.map((key) => Buffer.from(key, 'hex')) });

function obey(command: MemberCommand): void {
  switch (command.do) {
    case 'forget':
      void membership.forget(command.id);
      break;
    case 'block':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, command.ms);
      break;
    case 'counts':
      tell({ tells: 'counts', counts: membership.messageCounts() });
      break;
    default:
      membership[STEPS[command.do]](Buffer.from(command.key, 'hex'));
  }
}

membership.on('event', ({ type, member, atMs }) => tell({ tells: 'event', atMs, type, member: member.name }));
membership.on('view', ({ members }) =>
  tell({
    tells: 'view',
    members: members.map(({ name }) => name),
    phases: members.map(({ phase }) => phase),
  }),
);
createInterface({ input: process.stdin })
  .on('line', (line) => obey(JSON.parse(line) as MemberCommand))
  .on('close', () => process.exit());
await membership.start();
tell({ tells: 'ready', atMs: Date.now() });
