/**
 * The error catalogue: every error that a client can be sent, declared once. The docs page of errors is made
 * from it. Texts follow Redis 7.0 word for word wherever Redis has the error; `{name}` is filled in when it is sent.
 */

export interface ErrorSpec<Text extends string = string> {
  /** What goes on the wire after `-`, the code first. */
  readonly text: Text;
  /** What it means and what to do, for the docs. */
  readonly meaning: string;
}

/** The names between braces in a text. */
type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

/** The values that an error's text needs; none if it has no braces. Of a text that is not known, nothing is demanded. */
export type ErrorValues<Text extends string> = string extends Text
  ? [values?: Readonly<Record<string, string | number>>]
  : [Holes<Text>] extends [never]
    ? []
    : [values: Readonly<Record<Holes<Text>, string | number>>];

function error<const Text extends string>(text: Text, meaning: string): ErrorSpec<Text> {
  return { text, meaning };
}

export const ERRORS = {
  syntax: error('ERR syntax error', 'The options do not fit together or are not known.'),
  wrongArity: error(
    "ERR wrong number of arguments for '{command}' command",
    'The command was called with too few or too many arguments.',
  ),
  unknownCommand: error(
    "ERR unknown command '{command}', with args beginning with: {args}",
    'No such command here. COMMAND LIST names the ones there are.',
  ),
  unknownSubcommand: error(
    "ERR unknown subcommand '{subcommand}'. Try {command} HELP.",
    'The command is one that has subcommands, and this is none of them.',
  ),
  wrongSubcommandArity: error(
    "ERR unknown subcommand or wrong number of arguments for '{subcommand}'. Try {command} HELP.",
    'The subcommand was called with too many arguments.',
  ),
  notInteger: error(
    'ERR value is not an integer or out of range',
    'An argument, or the stored value, is not a whole number of 64 bits.',
  ),
  timeoutNotInteger: error(
    'ERR timeout is not an integer or out of range',
    'The timeout of WAIT is not a whole number of ms.',
  ),
  negativeTimeout: error('ERR timeout is negative', 'The timeout of WAIT must be 0, which is none, or more.'),
  outOfRange: error(
    'ERR value is out of range, value must between {least} and {most}',
    'A whole number lies outside of the range that the argument may have.',
  ),
  notFloat: error(
    'ERR value is not a valid float',
    'An argument, or the stored value, is not a number that a float can hold.',
  ),
  notFinite: error(
    'ERR increment would produce NaN or Infinity',
    'The sum has no finite value; the key is unchanged.',
  ),
  incrementOverflow: error(
    'ERR increment or decrement would overflow',
    'The result does not fit 64 bits; the key is unchanged.',
  ),
  decrementOverflow: error(
    'ERR decrement would overflow',
    'The decrement is -2^63, whose negation does not fit 64 bits.',
  ),
  invalidExpire: error(
    "ERR invalid expire time in '{command}' command",
    'The expiry time is zero or negative where it must not be, or does not fit 64 bits as milliseconds.',
  ),
  expireConditions: error(
    'ERR NX and XX, GT or LT options at the same time are not compatible',
    'EXPIRE and its like take NX alone.',
  ),
  expireComparisons: error(
    'ERR GT and LT options at the same time are not compatible',
    'EXPIRE and its like take one of GT and LT.',
  ),
  unsupportedOption: error('ERR Unsupported option {option}', 'EXPIRE and its like take NX, XX, GT and LT.'),
  offsetOutOfRange: error('ERR offset is out of range', 'SETRANGE takes no negative offset.'),
  stringTooLong: error(
    'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
    'APPEND or SETRANGE would make a value longer than `proto-max-bulk-len`.',
  ),
  replyTooLong: error(
    'ERR reply is longer than client-output-limit',
    'What would be the reply is not sent, and nothing was written. Ask for less at once, or raise `client-output-limit` of the members that have the keys; beyond 1 GB no reply is sent.',
  ),
  noSuchKey: error('ERR no such key', 'The key to rename does not exist.'),
  busyKey: error(
    'BUSYKEY Target key name already exists.',
    'RESTORE replaces a key only if it is told REPLACE.',
  ),
  negativeTtl: error(
    'ERR Invalid TTL value, must be >= 0',
    'The expiry time that RESTORE is given is negative; 0 is none.',
  ),
  negativeIdleTime: error('ERR Invalid IDLETIME value, must be >= 0', 'RESTORE takes a number of seconds.'),
  frequencyOutOfRange: error(
    'ERR Invalid FREQ value, must be >= 0 and <= 255',
    'RESTORE takes a frequency as OBJECT FREQ tells it.',
  ),
  payloadDamaged: error(
    'ERR DUMP payload version or checksum are wrong',
    'What RESTORE was given is no payload of DUMP, was damaged on the way, or is of a Redis later than 7.0.',
  ),
  payloadUnreadable: error(
    'ERR Bad data format',
    'The payload that RESTORE was given holds something else than one string, or a string longer than 512 MB.',
  ),
  sameObject: error('ERR source and destination objects are the same', 'COPY needs two different keys.'),
  invalidCursor: error('ERR invalid cursor', 'A cursor is 0 or what the last SCAN returned.'),
  frequencyNotTracked: error(
    'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    'Frequencies are kept only while a limit (`maxmemory`) with an LFU eviction policy is set.',
  ),
  idleNotTracked: error(
    'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    'Idle times are kept only while no limit with an LFU eviction policy is set.',
  ),
  outOfMemory: error(
    "OOM command not allowed when used memory > 'maxmemory'.",
    'The command may add data, the memory limit is reached, and `maxmemory-policy` leaves nothing to evict; or the shard has 32 GB of small values. Reads and deletions go on.',
  ),
  databaseOutOfRange: error('ERR DB index is out of range', 'A database number is 0 to 15.'),
  selectInCluster: error('ERR SELECT is not allowed in cluster mode', 'There is only database 0.'),
  copyInCluster: error(
    'ERR Copying to another database is not allowed in cluster mode',
    'There is only database 0.',
  ),
  noPassword: error(
    'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    'The client was given a password, but the node has none.',
  ),
  wrongPassword: error(
    'WRONGPASS invalid username-password pair or user is disabled.',
    'There is only the user `default`.',
  ),
  protocolNotInteger: error(
    'ERR Protocol version is not an integer or out of range',
    'The first argument of HELLO is 2 or 3.',
  ),
  unsupportedProtocol: error('NOPROTO unsupported protocol version', 'HELLO takes 2 or 3.'),
  helloSyntax: error("ERR Syntax error in HELLO option '{option}'", 'HELLO takes AUTH and SETNAME.'),
  invalidClientName: error(
    'ERR Client names cannot contain spaces, newlines or special characters.',
    'A name is printable ASCII without spaces.',
  ),
  invalidLibraryText: error(
    'ERR {attribute} cannot contain spaces, newlines or special characters.',
    'What CLIENT SETINFO sets is printable ASCII without spaces.',
  ),
  unknownClientAttribute: error(
    "ERR Unrecognized option '{option}'",
    'CLIENT SETINFO takes LIB-NAME and LIB-VER.',
  ),
  unknownClientType: error(
    "ERR Unknown client type '{type}'",
    'A client type is normal, master, replica or pubsub.',
  ),
  invalidClientId: error('ERR Invalid client ID', 'A client id is a positive whole number.'),
  clientIdNotPositive: error(
    'ERR client-id should be greater than 0',
    'A client id is a positive whole number.',
  ),
  noSuchClient: error('ERR No such client', 'No connection has that address.'),
  noSuchUser: error("ERR No such user '{user}'", 'There is only the user `default`.'),
  invalidCommand: error('ERR Invalid command specified', 'COMMAND GETKEYS does not know the command.'),
  invalidCommandArity: error(
    'ERR Invalid number of arguments specified for command',
    'COMMAND GETKEYS was given too few or too many arguments for the command.',
  ),
  noKeyArguments: error('ERR The command has no key arguments', 'COMMAND GETKEYS found no keys.'),
  configRefused: error(
    'ERR {reason}',
    'CONFIG SET or CONFIG REWRITE could not do all that was asked, so it did nothing; the text names the option and why.',
  ),
  noShutdown: error('ERR No shutdown in progress.', 'SHUTDOWN ABORT found nothing to stop.'),
  invalidSlot: error('ERR Invalid slot', 'A hash slot is 0 to 16383.'),
  invalidSlotOrCount: error(
    'ERR Invalid slot or number of keys',
    'A hash slot is 0 to 16383 and the number of keys is not negative.',
  ),
  unknownNode: error('ERR Unknown node {id}', 'No known member has that id.'),
  forgetMyself: error(
    "ERR I tried hard but I can't forget myself...",
    'A node is forgotten through another node.',
  ),
  invalidBasePort: error('ERR Invalid TCP base port specified: {port}', 'The port is not a number.'),
  invalidBusPort: error('ERR Invalid TCP bus port specified: {port}', 'The bus port is not a number.'),
  invalidNodeAddress: error(
    'ERR Invalid node address specified: {host}:{port}',
    'CLUSTER MEET takes an IP address and the client port; port and bus port are 1 to 65535.',
  ),
  resetWithKeys: error(
    "ERR CLUSTER RESET can't be called with master nodes containing keys",
    'Drop the keys with FLUSHALL first.',
  ),
  crossSlot: error(
    "CROSSSLOT Keys in request don't hash to the same slot",
    'The command needs all its keys in one hash slot; give them the same {hash tag}.',
  ),
  moved: error(
    'MOVED {slot} {address}',
    'Only on the shard port: this shard does not own the slot; ask the given address.',
  ),
  clusterDown: error(
    'CLUSTERDOWN Hash slot not served',
    'No member owns the slot: this node was forgotten by the others, waits for `min-members`, sees no majority that ' +
      '`partition-policy` asks for or, on the shard port, has not joined yet. CLUSTER INFO says which.',
  ),
  noOwner: error(
    'CLUSTERDOWN The owner of the key did not answer in time',
    'The command waited for `proxy-timeout`. It was not executed, or it only reads; it may be sent again.',
  ),
  tooManyHeld: error(
    'CLUSTERDOWN Too many commands wait for an owner',
    'The owner of the key is away and what may wait for it is used up. The command was not executed.',
  ),
  outcomeUnknown: error(
    'OUTCOMEUNKNOWN The owner of the key went away before it answered',
    'The write may or may not have been applied. Read the key, or send the write again if it may be applied twice.',
  ),
  acksUnknown: error(
    'OUTCOMEUNKNOWN Not enough replicas of the key have answered',
    'The write was made, and `min-acks` asks for replicas that did not answer within `proxy-timeout`, or others took the key over meanwhile. ' +
      'It may be lost. Read the key, or send the write again if it may be applied twice.',
  ),
  partlyFlushed: error(
    'OUTCOMEUNKNOWN Not all members have deleted their keys in time',
    'Members came, went or were not reached while FLUSHALL was under way, for `proxy-timeout`: some keys may be left. Send it again.',
  ),
  notConverged: error(
    'NOTCONVERGED {count} of {total} members agree; not yet: {ids}',
    'CLUSTER CONVERGED waited for its timeout. The members named see other live members, or did not answer.',
  ),
  subscribedMode: error(
    "ERR Can't execute '{command}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    'A RESP2 client that has subscribed to something can use no other commands; one that speaks RESP3 (HELLO 3) can.',
  ),
  tooManySubscriptions: error(
    'ERR too many subscriptions',
    'A client may have 65536 subscriptions, whose names take 16 MB at most. Use a pattern, or another connection.',
  ),
  maxClients: error('ERR max number of clients reached', 'See the option `maxclients`.'),
  internal: error('ERR internal error', 'A defect of the node; its log has the details.'),
  notPeer: error('ERR PEER is for members on the shard port', 'Clients have no use for PEER.'),
  peerVersion: error(
    'ERR this member speaks version {version} of the peer protocol',
    'The members run versions that cannot work together.',
  ),
  notOwner: error(
    'NOTOWNER {epoch}',
    'Said by a member to another one that has sent it a command for a key which is not its own by the map of that epoch.',
  ),
  handingOver: error(
    'TRYAGAIN Slots are being handed over',
    'Said by a member to another one: to a page of SCAN, as keys could be missed (the client gets an empty page and asks again), and to ' +
      'FLUSHALL by another shard map than its own (all are asked again).',
  ),
  peerMistaken: error('ERR this is member {id}', 'Another member has taken over the address.'),

  multibulkLength: error(
    'ERR Protocol error: invalid multibulk length',
    'The number of arguments is not a number, or too many. The connection is closed, as after every protocol error.',
  ),
  multibulkHeader: error(
    'ERR Protocol error: too big mbulk count string',
    'The line with the number of arguments has no end within 64 KB.',
  ),
  bulkExpected: error(
    "ERR Protocol error: expected '$', got '{byte}'",
    'An argument does not begin with a length. Often an earlier length was wrong, or the client speaks another protocol.',
  ),
  bulkLength: error(
    'ERR Protocol error: invalid bulk length',
    'The length of an argument is not a number, negative, or above `proto-max-bulk-len`.',
  ),
  bulkHeader: error(
    'ERR Protocol error: too big bulk count string',
    'The line with the length of an argument has no end within 64 KB.',
  ),
  inlineTooBig: error(
    'ERR Protocol error: too big inline request',
    'A command that does not begin with * is a line of text, and has no end within 64 KB.',
  ),
  inlineQuotes: error(
    'ERR Protocol error: unbalanced quotes in request',
    'An inline command has a quote that is not closed, or goes on right after the closing one.',
  ),
  queryBuffer: error(
    'ERR Protocol error: query buffer limit exceeded',
    'One command, or what waits to be parsed, is larger than `client-query-buffer-limit`. (Redis closes the connection without a word.)',
  ),
} as const;

const HOLE = /\{([^{}]*)\}/g;
const LINE_BREAK = /[\r\n]/g;
const LAST_LINE_BREAKS = /[\r\n]+$/;
const BEYOND_LATIN1 = /[\u0100-\uffff]/g;

/**
 * The text of `spec` with its braces filled in. Error lines are sent as latin1, a byte for each character, so that bytes of a
 * request (`Request.text`) come back as they were; a value's line breaks become spaces, as the protocol demands, those at the
 * text's end nothing, and what has no byte of its own becomes `?`.
 */
export function errorText<Text extends string>(spec: ErrorSpec<Text>, ...values: ErrorValues<Text>): string {
  const given: Readonly<Record<string, string | number>> = values[0] ?? {};
  const filled = spec.text.replace(HOLE, (hole, name: string) => {
    const value = given[name];
    return value === undefined ? hole : String(value).replace(BEYOND_LATIN1, '?');
  });
  return filled.replace(LAST_LINE_BREAKS, '').replace(LINE_BREAK, ' ');
}
