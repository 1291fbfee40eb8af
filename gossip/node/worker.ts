/** Entry point of the gossip thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { Driver } from './driver.ts';
import type { DriverConfig } from './options.ts';
import type { Command } from './thread-messages.ts';

if (!parentPort) throw new Error('the gossip thread is started by createMembership');
const port = parentPort;
const driver = new Driver(workerData as DriverConfig, (report) => port.postMessage(report));
port.on('message', (command: Command) => driver.onCommand(command));
