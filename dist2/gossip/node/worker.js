/** Entry point of the gossip thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { Driver } from './driver.js';
if (!parentPort)
    throw new Error('the gossip thread is started by createMembership');
const port = parentPort;
const driver = new Driver(workerData, (report) => port.postMessage(report));
port.on('message', (command) => driver.onCommand(command));
await driver.start();
//# sourceMappingURL=worker.js.map