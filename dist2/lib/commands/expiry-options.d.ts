/**
 * The options of SET and GETEX, read in one pass by Redis's rules: NX and XX exclude each other, and so do the expiry
 * options (EX, PX, EXAT, PXAT, KEEPTTL, PERSIST), except that the same one may be given again.
 */
import type { Request } from '../resp/request.ts';
export type ExpiryOption = 'none' | 'ex' | 'px' | 'exat' | 'pxat' | 'keepttl' | 'persist';
/** What the last `parse` found. One object for each parser, used again for every command. */
export declare class ExpiryOptions {
    expiry: ExpiryOption;
    /** Argument index of the time, for the expiry options that take one. */
    timeAt: number;
    nx: boolean;
    xx: boolean;
    get: boolean;
    private readonly ofSet;
    /** For SET if `ofSet`, else for GETEX, which has PERSIST but none of NX, XX, GET and KEEPTTL. */
    constructor(ofSet: boolean);
    /** Reads the options from argument `from` on; false if they do not fit together or are unknown. */
    parse(request: Request, from: number): boolean;
    private timeOption;
    private setOption;
    private persistOption;
    private setExpiry;
}
