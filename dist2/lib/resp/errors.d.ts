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
type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}` ? Hole | Holes<Rest> : never;
/** The values that an error's text needs; none if it has no braces. Of a text that is not known, nothing is demanded. */
export type ErrorValues<Text extends string> = string extends Text ? [values?: Readonly<Record<string, string | number>>] : [Holes<Text>] extends [never] ? [] : [values: Readonly<Record<Holes<Text>, string | number>>];
export declare const ERRORS: {
    readonly syntax: ErrorSpec<"ERR syntax error">;
    readonly wrongArity: ErrorSpec<"ERR wrong number of arguments for '{command}' command">;
    readonly unknownCommand: ErrorSpec<"ERR unknown command '{command}', with args beginning with: {args}">;
    readonly unknownSubcommand: ErrorSpec<"ERR unknown subcommand '{subcommand}'. Try {command} HELP.">;
    readonly wrongSubcommandArity: ErrorSpec<"ERR unknown subcommand or wrong number of arguments for '{subcommand}'. Try {command} HELP.">;
    readonly notInteger: ErrorSpec<"ERR value is not an integer or out of range">;
    readonly timeoutNotInteger: ErrorSpec<"ERR timeout is not an integer or out of range">;
    readonly negativeTimeout: ErrorSpec<"ERR timeout is negative">;
    readonly outOfRange: ErrorSpec<"ERR value is out of range, value must between {least} and {most}">;
    readonly notFloat: ErrorSpec<"ERR value is not a valid float">;
    readonly notFinite: ErrorSpec<"ERR increment would produce NaN or Infinity">;
    readonly incrementOverflow: ErrorSpec<"ERR increment or decrement would overflow">;
    readonly decrementOverflow: ErrorSpec<"ERR decrement would overflow">;
    readonly invalidExpire: ErrorSpec<"ERR invalid expire time in '{command}' command">;
    readonly expireConditions: ErrorSpec<"ERR NX and XX, GT or LT options at the same time are not compatible">;
    readonly expireComparisons: ErrorSpec<"ERR GT and LT options at the same time are not compatible">;
    readonly unsupportedOption: ErrorSpec<"ERR Unsupported option {option}">;
    readonly offsetOutOfRange: ErrorSpec<"ERR offset is out of range">;
    readonly stringTooLong: ErrorSpec<"ERR string exceeds maximum allowed size (proto-max-bulk-len)">;
    readonly noSuchKey: ErrorSpec<"ERR no such key">;
    readonly busyKey: ErrorSpec<"BUSYKEY Target key name already exists.">;
    readonly negativeTtl: ErrorSpec<"ERR Invalid TTL value, must be >= 0">;
    readonly negativeIdleTime: ErrorSpec<"ERR Invalid IDLETIME value, must be >= 0">;
    readonly frequencyOutOfRange: ErrorSpec<"ERR Invalid FREQ value, must be >= 0 and <= 255">;
    readonly payloadDamaged: ErrorSpec<"ERR DUMP payload version or checksum are wrong">;
    readonly payloadUnreadable: ErrorSpec<"ERR Bad data format">;
    readonly sameObject: ErrorSpec<"ERR source and destination objects are the same">;
    readonly invalidCursor: ErrorSpec<"ERR invalid cursor">;
    readonly frequencyNotTracked: ErrorSpec<"ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.">;
    readonly idleNotTracked: ErrorSpec<"ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.">;
    readonly outOfMemory: ErrorSpec<"OOM command not allowed when used memory > 'maxmemory'.">;
    readonly databaseOutOfRange: ErrorSpec<"ERR DB index is out of range">;
    readonly selectInCluster: ErrorSpec<"ERR SELECT is not allowed in cluster mode">;
    readonly copyInCluster: ErrorSpec<"ERR Copying to another database is not allowed in cluster mode">;
    readonly noPassword: ErrorSpec<"ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?">;
    readonly wrongPassword: ErrorSpec<"WRONGPASS invalid username-password pair or user is disabled.">;
    readonly protocolNotInteger: ErrorSpec<"ERR Protocol version is not an integer or out of range">;
    readonly unsupportedProtocol: ErrorSpec<"NOPROTO unsupported protocol version">;
    readonly helloSyntax: ErrorSpec<"ERR Syntax error in HELLO option '{option}'">;
    readonly invalidClientName: ErrorSpec<"ERR Client names cannot contain spaces, newlines or special characters.">;
    readonly invalidLibraryText: ErrorSpec<"ERR {attribute} cannot contain spaces, newlines or special characters.">;
    readonly unknownClientAttribute: ErrorSpec<"ERR Unrecognized option '{option}'">;
    readonly unknownClientType: ErrorSpec<"ERR Unknown client type '{type}'">;
    readonly invalidClientId: ErrorSpec<"ERR Invalid client ID">;
    readonly clientIdNotPositive: ErrorSpec<"ERR client-id should be greater than 0">;
    readonly noSuchClient: ErrorSpec<"ERR No such client">;
    readonly noSuchUser: ErrorSpec<"ERR No such user '{user}'">;
    readonly invalidCommand: ErrorSpec<"ERR Invalid command specified">;
    readonly invalidCommandArity: ErrorSpec<"ERR Invalid number of arguments specified for command">;
    readonly noKeyArguments: ErrorSpec<"ERR The command has no key arguments">;
    readonly configRefused: ErrorSpec<"ERR {reason}">;
    readonly noShutdown: ErrorSpec<"ERR No shutdown in progress.">;
    readonly invalidSlot: ErrorSpec<"ERR Invalid slot">;
    readonly invalidSlotOrCount: ErrorSpec<"ERR Invalid slot or number of keys">;
    readonly unknownNode: ErrorSpec<"ERR Unknown node {id}">;
    readonly forgetMyself: ErrorSpec<"ERR I tried hard but I can't forget myself...">;
    readonly invalidBasePort: ErrorSpec<"ERR Invalid TCP base port specified: {port}">;
    readonly invalidBusPort: ErrorSpec<"ERR Invalid TCP bus port specified: {port}">;
    readonly invalidNodeAddress: ErrorSpec<"ERR Invalid node address specified: {host}:{port}">;
    readonly resetWithKeys: ErrorSpec<"ERR CLUSTER RESET can't be called with master nodes containing keys">;
    readonly crossSlot: ErrorSpec<"CROSSSLOT Keys in request don't hash to the same slot">;
    readonly moved: ErrorSpec<"MOVED {slot} {address}">;
    readonly clusterDown: ErrorSpec<"CLUSTERDOWN Hash slot not served">;
    readonly noOwner: ErrorSpec<"CLUSTERDOWN The owner of the key did not answer in time">;
    readonly tooManyHeld: ErrorSpec<"CLUSTERDOWN Too many commands wait for an owner">;
    readonly outcomeUnknown: ErrorSpec<"OUTCOMEUNKNOWN The owner of the key went away before it answered">;
    readonly notConverged: ErrorSpec<"NOTCONVERGED {count} of {total} members agree; not yet: {ids}">;
    readonly subscribedMode: ErrorSpec<"ERR Can't execute '{command}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context">;
    readonly tooManySubscriptions: ErrorSpec<"ERR too many subscriptions">;
    readonly maxClients: ErrorSpec<"ERR max number of clients reached">;
    readonly internal: ErrorSpec<"ERR internal error">;
    readonly notPeer: ErrorSpec<"ERR PEER is for members on the shard port">;
    readonly peerVersion: ErrorSpec<"ERR this member speaks version {version} of the peer protocol">;
    readonly peerMistaken: ErrorSpec<"ERR this is member {id}">;
    readonly multibulkLength: ErrorSpec<"ERR Protocol error: invalid multibulk length">;
    readonly multibulkLengthUnauthenticated: ErrorSpec<"ERR Protocol error: unauthenticated multibulk length">;
    readonly multibulkHeader: ErrorSpec<"ERR Protocol error: too big mbulk count string">;
    readonly bulkExpected: ErrorSpec<"ERR Protocol error: expected '$', got '{byte}'">;
    readonly bulkLength: ErrorSpec<"ERR Protocol error: invalid bulk length">;
    readonly bulkLengthUnauthenticated: ErrorSpec<"ERR Protocol error: unauthenticated bulk length">;
    readonly bulkHeader: ErrorSpec<"ERR Protocol error: too big bulk count string">;
    readonly inlineTooBig: ErrorSpec<"ERR Protocol error: too big inline request">;
    readonly inlineQuotes: ErrorSpec<"ERR Protocol error: unbalanced quotes in request">;
    readonly queryBuffer: ErrorSpec<"ERR Protocol error: query buffer limit exceeded">;
};
/**
 * The text of `spec` with its braces filled in. Error lines are sent as latin1, a byte for each character, so that bytes of a
 * request (`Request.text`) come back as they were; a value's line breaks become spaces, as the protocol demands, those at the
 * text's end nothing, and what has no byte of its own becomes `?`.
 */
export declare function errorText<Text extends string>(spec: ErrorSpec<Text>, ...values: ErrorValues<Text>): string;
export {};
