import type { Server } from './server.ts';
export interface NumberedKeys {
    readonly first: number;
    readonly count: number;
    /** The name of key 0, which ends in zeros: there the others have their number. */
    readonly zeroKey: string;
    readonly value: string;
    /** What follows the value in each SET. */
    readonly options?: readonly string[];
}
/** Throws on the first reply that is not +OK. */
export declare function expectOk(buf: Buffer, start: number, end: number): void;
/** Sets keys `first` to `first + count` - 1 in order; resolves when all have been answered, rejects if one is not +OK. */
export declare function setNumbered(server: Pick<Server, 'port'>, keys: NumberedKeys): Promise<void>;
