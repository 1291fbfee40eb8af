type Arguments = string[];
export declare class CommandGenerator {
    private readonly random;
    private times;
    /** Commands that are also tried with wrong arguments. */
    private readonly onKeys;
    /** Those that with other arguments could stop the server, fill its memory, or reply what cannot be compared. */
    private readonly others;
    constructor(seed: number);
    next(): Arguments;
    private key;
    private integer;
    private small;
    private text;
    private float;
    /** Seconds from now, far away, and never the same twice, so that no comparison hangs on a millisecond. */
    private seconds;
    private milliseconds;
    private unixSeconds;
    private unixMilliseconds;
    private tooLong;
    /** Not with any number for its time: what overflows is a time that is past in Redis, and the latest here. */
    private restore;
    private keyList;
    private expiryOption;
    private setOptions;
    private stringCommands;
    private counters;
    private keyCommands;
    private expiryCommands;
    private iterationCommands;
    private connectionCommands;
    private helloOptions;
    /** The command with an argument less, more, or of another kind. */
    private spoil;
    private mixCase;
}
export {};
