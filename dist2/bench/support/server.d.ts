/** A server under a bench: ours or another, one process or several that answer at one port. */
import { type ChildProcess } from 'node:child_process';
export declare class Server {
    readonly name: string;
    /** Where clients connect. */
    readonly port: number;
    private readonly children;
    constructor(name: string, port: number, children: readonly ChildProcess[]);
    /** Several servers as one that is reached at `port`. */
    static together(name: string, port: number, parts: readonly Server[]): Server;
    /** All its processes: their processor time and memory are the server's. */
    get pids(): number[];
    /** Ends it at once; does nothing if it is gone. */
    kill(): void;
    /** The same; resolves when it is gone. */
    stop(): Promise<void>;
}
/** Whether `program` can be started at all. */
export declare function isInstalled(program: string): boolean;
/** Starts a program that listens on `port`; resolves when it accepts connections there. */
export declare function startProgram(name: string, program: string, args: readonly string[], port: number): Promise<Server>;
/** A port that is free now, as is the port 10000 above it. */
export declare function freePort(): Promise<number>;
