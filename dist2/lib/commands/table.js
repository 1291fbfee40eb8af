/** The command table: every command, family by family. */
import { CLIENT_COMMANDS } from './client.js';
import { CLUSTER_COMMANDS } from './cluster.js';
import { commandCommand } from './command.js';
import { CommandTable } from './command-table.js';
import { CONFIG_COMMANDS } from './config.js';
import { CONNECTION_COMMANDS } from './connection.js';
import { DUMP_COMMANDS } from './dump.js';
import { EXPIRY_COMMANDS } from './expiry.js';
import { GENERIC_COMMANDS } from './generic.js';
import { ITERATION_COMMANDS } from './iteration.js';
import { OBJECT_COMMANDS } from './object.js';
import { PEER_COMMANDS } from './peer.js';
import { PUBSUB_COMMANDS } from './pubsub.js';
import { REPLICATION_COMMANDS } from './replication.js';
import { SERVER_COMMANDS } from './server.js';
import { STRING_EDIT_COMMANDS } from './string-edit.js';
import { STRING_SET_COMMANDS } from './string-set.js';
import { STRING_READ_COMMANDS } from './strings.js';
export const COMMANDS = new CommandTable([
    ...CONNECTION_COMMANDS,
    ...CLIENT_COMMANDS,
    commandCommand(() => COMMANDS),
    ...STRING_READ_COMMANDS,
    ...STRING_SET_COMMANDS,
    ...STRING_EDIT_COMMANDS,
    ...GENERIC_COMMANDS,
    ...EXPIRY_COMMANDS,
    ...DUMP_COMMANDS,
    ...ITERATION_COMMANDS,
    ...OBJECT_COMMANDS,
    ...PUBSUB_COMMANDS,
    ...REPLICATION_COMMANDS,
    ...SERVER_COMMANDS,
    ...CONFIG_COMMANDS,
    ...CLUSTER_COMMANDS,
    ...PEER_COMMANDS,
]);
//# sourceMappingURL=table.js.map