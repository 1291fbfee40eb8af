/** The command table: every command, family by family. */
import { CLIENT_COMMANDS } from './client.ts';
import { CLUSTER_COMMANDS } from './cluster.ts';
import { commandCommand } from './command.ts';
import { CommandTable } from './command-table.ts';
import { CONFIG_COMMANDS } from './config.ts';
import { CONNECTION_COMMANDS } from './connection.ts';
import { DUMP_COMMANDS } from './dump.ts';
import { EXPIRY_COMMANDS } from './expiry.ts';
import { GENERIC_COMMANDS } from './generic.ts';
import { ITERATION_COMMANDS } from './iteration.ts';
import { OBJECT_COMMANDS } from './object.ts';
import { PEER_COMMANDS } from './peer.ts';
import { PUBSUB_COMMANDS } from './pubsub.ts';
import { REPLICATION_COMMANDS } from './replication.ts';
import { SERVER_COMMANDS } from './server.ts';
import { STRING_EDIT_COMMANDS } from './string-edit.ts';
import { STRING_SET_COMMANDS } from './string-set.ts';
import { STRING_READ_COMMANDS } from './strings.ts';

export const COMMANDS: CommandTable = new CommandTable([
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
