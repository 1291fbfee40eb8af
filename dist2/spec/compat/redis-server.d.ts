import net from 'node:net';
/** Whether there is a redis-server to compare with; says so if there is none, which in CI is an error. */
export declare function hasRedisServer(): boolean;
export declare class RedisServer {
    private readonly process;
    private readonly folder;
    readonly port: number;
    private constructor();
    /** `settings` go on top of a server that saves nothing and has one database. */
    static start(settings?: Readonly<Record<string, string>>): Promise<RedisServer>;
    connect(): Promise<RedisConnection>;
    stop(): Promise<void>;
    private untilReady;
}
export declare class RedisConnection {
    private readonly socket;
    private readonly scanner;
    private readonly replies;
    private arrived;
    constructor(socket: net.Socket);
    /** Sends the commands in one write; resolves to their replies as they are on the wire, in latin1. */
    run(commands: readonly (readonly string[])[]): Promise<string[]>;
    close(): void;
    private onData;
}
