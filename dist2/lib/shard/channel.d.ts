/**
 * Calls between two threads: each end has methods that the other may call. Calls are made in order; a method that answers
 * later does not hold up those behind it.
 */
/** An end of a pair of ports: a Worker, a MessagePort. */
export interface ChannelPort {
    postMessage(message: unknown): void;
    on(event: string, listener: (message: Call | Answer) => void): unknown;
}
type Name<Methods> = Extract<keyof Methods, string>;
type ArgumentsOf<M> = M extends (...args: infer Args) => unknown ? Args : never;
type ResultOf<M> = M extends (...args: never[]) => infer Result ? Awaited<Result> : never;
interface Call {
    readonly type: 'call';
    /** Repeated in the answer; 0 if none is wanted. */
    readonly id: number;
    readonly method: string;
    readonly args: never[];
}
interface Answer {
    readonly type: 'answer';
    readonly id: number;
    readonly value: unknown;
    readonly failure: Failure | undefined;
}
/** What is left of an error in the other thread: of a copied one, `code` and `port` would be lost. */
interface Failure {
    readonly message: string;
    readonly code: unknown;
    readonly port: unknown;
}
export declare class Channel<Remote extends object, Local extends object> {
    private readonly port;
    private readonly local;
    private readonly waiting;
    private lastId;
    private gone;
    /** `local` is what the other end may call. */
    constructor(port: ChannelPort, local: Local);
    /** Calls a method of the other end. Rejects with its error, or when the other end is gone. */
    call<M extends Name<Remote>>(method: M, ...args: ArgumentsOf<Remote[M]>): Promise<ResultOf<Remote[M]>>;
    /** Calls a method of the other end and does not wait for it. What it throws is an uncaught error there. */
    post<M extends Name<Remote>>(method: M, ...args: ArgumentsOf<Remote[M]>): void;
    /** The other end is gone: nothing is answered any more. */
    close(reason: Error): void;
    private onCall;
    private onAnswer;
}
export {};
