/** Entry point of a worker thread that runs one of a member's shards, but the first. */
import { parentPort, workerData } from 'node:worker_threads';
import { Channel } from './channel.js';
import { Shard } from './shard.js';
if (!parentPort)
    throw new Error('a shard thread is started by its member');
const setup = workerData;
const member = {
    log: (level, fields, message) => channel.post('log', level, { ...fields, shard: setup.index }, message),
    setOptions: (pairs) => channel.call('setOptions', pairs),
    askSiblings: (asking, question, args) => channel.call('askSiblings', asking, question, args),
    confirm: () => channel.call('confirm'),
    meet: (host, busPort) => channel.post('meet', host, busPort),
    forget: (id) => channel.call('forget', id),
    linkReset: (memberId) => channel.post('linkReset', memberId),
    reset: (hard) => channel.call('reset', hard),
    shutdown: () => channel.post('shutdown'),
};
const shard = new Shard(setup, member);
const channel = new Channel(parentPort, shard);
shard.start();
//# sourceMappingURL=worker.js.map