/**
 * The options of SET and GETEX, read in one pass by Redis's rules: NX and XX exclude each other, and so do the expiry
 * options (EX, PX, EXAT, PXAT, KEEPTTL, PERSIST), except that the same one may be given again.
 */
import type { Request } from '../resp/request.ts';

export type ExpiryOption = 'none' | 'ex' | 'px' | 'exat' | 'pxat' | 'keepttl' | 'persist';

/** What the last `parse` found. One object for each parser, used again for every command. */
export class ExpiryOptions {
  expiry: ExpiryOption = 'none';
  /** Argument index of the time, for the expiry options that take one. */
  timeAt = 0;
  nx = false;
  xx = false;
  get = false;
  private readonly ofSet: boolean;

  /** For SET if `ofSet`, else for GETEX, which has PERSIST but none of NX, XX, GET and KEEPTTL. */
  constructor(ofSet: boolean) {
    this.ofSet = ofSet;
  }

  /** Reads the options from argument `from` on; false if they do not fit together or are unknown. */
  parse(request: Request, from: number): boolean {
    this.expiry = 'none';
    this.nx = false;
    this.xx = false;
    this.get = false;
    for (let i = from; i < request.argc; i++) {
      const timeOption = this.timeOption(request, i);
      if (timeOption !== 'none') {
        if (i + 1 === request.argc || !this.setExpiry(timeOption)) return false;
        this.timeAt = ++i;
      } else if (!(this.ofSet ? this.setOption(request, i) : this.persistOption(request, i))) {
        return false;
      }
    }
    return true;
  }

  private timeOption(request: Request, i: number): ExpiryOption {
    if (request.is(i, 'ex')) return 'ex';
    if (request.is(i, 'px')) return 'px';
    if (request.is(i, 'exat')) return 'exat';
    if (request.is(i, 'pxat')) return 'pxat';
    return 'none';
  }

  private setOption(request: Request, i: number): boolean {
    if (request.is(i, 'nx')) {
      this.nx = true;
      return !this.xx;
    }
    if (request.is(i, 'xx')) {
      this.xx = true;
      return !this.nx;
    }
    if (request.is(i, 'get')) {
      this.get = true;
      return true;
    }
    return request.is(i, 'keepttl') && this.setExpiry('keepttl');
  }

  private persistOption(request: Request, i: number): boolean {
    return request.is(i, 'persist') && this.setExpiry('persist');
  }

  private setExpiry(option: ExpiryOption): boolean {
    if (this.expiry !== 'none' && this.expiry !== option) return false;
    this.expiry = option;
    return true;
  }
}
