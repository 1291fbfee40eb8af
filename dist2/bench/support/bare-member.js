/**
 * A process that is nothing but a member: `createMembership` on the options in its argument, JSON. It writes a line of JSON for
 * each event and each view, and takes commands as lines of JSON; it ends with its standard input.
 */
import { createInterface } from 'node:readline';
import { createMembership } from '../../gossip/index.js';
const STEPS = { install: 'installKey', use: 'useKey', remove: 'removeKey' };
function tell(line) {
    process.stdout.write(`${JSON.stringify(line)}\n`);
}
const options = JSON.parse(process.argv[2] ?? '{}');
const membership = createMembership({ ...options, keys: options.keys.map((key) => Buffer.from(key, 'hex')) });
function obey(command) {
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
membership.on('view', ({ members }) => tell({
    tells: 'view',
    members: members.map(({ name }) => name),
    phases: members.map(({ phase }) => phase),
}));
createInterface({ input: process.stdin })
    .on('line', (line) => obey(JSON.parse(line)))
    .on('close', () => process.exit());
await membership.start();
tell({ tells: 'ready', atMs: Date.now() });
//# sourceMappingURL=bare-member.js.map