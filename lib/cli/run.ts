/**
 * The command line: `hearsay server`, `hearsay cluster`, `--version` and `--help`. Reads the words, runs what they
 * ask for, and puts failures into words; only cli.ts exits.
 */

import { type FlagValues, loadOptions, misspeltVariables } from '../config/load.ts';
import { didYouMean } from '../config/nearest.ts';
import { OPEN_OPTION_KEYS, variableOf } from '../config/options.ts';
import { ConfigError, invalidValue } from '../config/resolve.ts';
import { integer } from '../config/value-types.ts';
import { clusterFlagOf, clusterOptionKeys, runCluster } from './cluster-command.ts';
import { EXIT_ADDRESS, EXIT_OK, EXIT_USAGE, type ExitCode } from './exit-codes.ts';
import { type FlagSpec, parseFlags } from './flags.ts';
import { exitCodeLines, flagLines, optionFlags } from './help.ts';
import type { CreateNode } from './node-handle.ts';
import { PortError } from './ports.ts';
import { runServer } from './server-command.ts';

export interface CliSurroundings {
  readonly version: string;
  /** The script that this runs in; `hearsay cluster` starts its nodes with it. */
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly createNode: CreateNode;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

interface Command {
  readonly summary: string;
  readonly flags: readonly FlagSpec[];
  /** Lines of its help page below the flags. */
  readonly notes: readonly string[];
  run(flags: FlagValues, surroundings: CliSurroundings): Promise<ExitCode>;
}

/** What `hearsay cluster` takes if the flag is not given, whatever a variable or the config file says. */
const CLUSTER_DEFAULTS = { port: '7001', logLevel: 'warn' } as const;
const HELP: FlagSpec = { name: 'help', short: 'h', doc: 'Shows this page.' };
const NODE_COUNT = integer(1, 100);
const DEFAULT_NODE_COUNT = '3';
const NODES: FlagSpec = {
  name: 'nodes',
  allowed: NODE_COUNT.allowed,
  placeholder: NODE_COUNT.placeholder,
  doc: `How many nodes. Default ${DEFAULT_NODE_COUNT}.`,
};

const COMMANDS: Readonly<Record<string, Command>> = {
  server: {
    summary: 'Runs one node.',
    flags: [...optionFlags(OPEN_OPTION_KEYS), HELP],
    notes: [
      'Each option may also be given as the environment variable in brackets, or as a line `name value` of the config',
      'file. A flag goes before a variable, a variable before the file.',
    ],
    run: (flags, { environment, createNode }) => runServer(loadOptions(flags, environment), createNode),
  },
  cluster: {
    summary: 'Runs a cluster of local nodes, each a process of its own.',
    flags: [NODES, ...optionFlags(clusterOptionKeys(), CLUSTER_DEFAULTS), HELP],
    notes: [
      'The nodes take client ports from --port on, one after the other; shard ports are 1000 higher and bus ports',
      '10000. With --dir each has a folder of its own in it. All else is the same for all. What a variable or the config',
      'file says of port and log-level counts for nothing here.',
    ],
    run: startCluster,
  },
};

/** Runs the command line `words` (without node and script). Throws nothing for bad input, but what nobody foresaw. */
export async function runCli(words: readonly string[], surroundings: CliSurroundings): Promise<ExitCode> {
  const { print, printError, version } = surroundings;
  const [first = '', ...rest] = words;
  if (first === '--version' || first === '-v') {
    print(version);
    return EXIT_OK;
  }
  if (first === '--help' || first === '-h') {
    for (const line of overview()) print(line);
    return EXIT_OK;
  }
  try {
    const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
    if (command === undefined) throw new ConfigError(unknownCommand(first));
    const flags = parseFlags(rest, command.flags);
    if (!flags.has(HELP.name)) {
      for (const line of misspeltVariables(surroundings.environment)) printError(`hearsay: ${line}`);
      return await command.run(flags, surroundings);
    }
    for (const line of helpPage(first, command)) print(line);
    return EXIT_OK;
  } catch (error) {
    if (error instanceof ConfigError) {
      printError(`hearsay: ${error.message}`);
      return EXIT_USAGE;
    }
    if (error instanceof PortError) {
      printError(`hearsay: ${error.message}`);
      return EXIT_ADDRESS;
    }
    throw error;
  }
}

function startCluster(flags: FlagValues, surroundings: CliSurroundings): Promise<ExitCode> {
  const { nodes = [DEFAULT_NODE_COUNT], ...given } = Object.fromEntries(flags);
  const nodeCount = NODE_COUNT.parse(nodes.slice(-1));
  if (nodeCount === undefined) {
    throw new ConfigError(invalidValue(`--${NODES.name}`, nodes.join(' '), NODE_COUNT.allowed));
  }
  const { environment } = surroundings;
  const defaults = { port: [CLUSTER_DEFAULTS.port], 'log-level': [CLUSTER_DEFAULTS.logLevel] };
  const options = loadOptions(new Map(Object.entries({ ...defaults, ...given })), environment, clusterFlagOf);
  // The nodes get everything but secrets as flags; variables would go to all alike, ports among them.
  const secret = variableOf('clusterSecret');
  const names = Object.keys(environment).filter((name) => !name.startsWith('HEARSAY_') || name === secret);
  const clean = Object.fromEntries(names.map((name) => [name, environment[name]]));
  return runCluster({ nodeCount, options }, { ...surroundings, environment: clean });
}

function unknownCommand(word: string): string {
  const names = Object.keys(COMMANDS);
  if (word === '') return `a command is needed: ${names.join(' or ')}; see hearsay --help`;
  return `unknown command ${word}${didYouMean(word, names)}; see hearsay --help`;
}

function overview(): string[] {
  return [
    'Usage: hearsay COMMAND [flags]',
    '',
    ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`),
    '',
    '  hearsay COMMAND --help shows the flags of a command, hearsay --version the version.',
    '',
    'Exit codes',
    ...exitCodeLines(),
  ];
}

function helpPage(name: string, { summary, flags, notes }: Command): string[] {
  const usage = `Usage: hearsay ${name} [flags]`;
  return [usage, '', summary, '', ...flagLines(flags), '', ...notes, '', 'Exit codes', ...exitCodeLines()];
}
