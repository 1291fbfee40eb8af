/** What the last `parse` found. One object for each parser, used again for every command. */
export class ExpiryOptions {
    expiry = 'none';
    /** Argument index of the time, for the expiry options that take one. */
    timeAt = 0;
    nx = false;
    xx = false;
    get = false;
    ofSet;
    /** For SET if `ofSet`, else for GETEX, which has PERSIST but none of NX, XX, GET and KEEPTTL. */
    constructor(ofSet) {
        this.ofSet = ofSet;
    }
    /** Reads the options from argument `from` on; false if they do not fit together or are unknown. */
    parse(request, from) {
        this.expiry = 'none';
        this.nx = false;
        this.xx = false;
        this.get = false;
        for (let i = from; i < request.argc; i++) {
            const timeOption = this.timeOption(request, i);
            if (timeOption !== 'none') {
                if (i + 1 === request.argc || !this.setExpiry(timeOption))
                    return false;
                this.timeAt = ++i;
            }
            else if (!(this.ofSet ? this.setOption(request, i) : this.persistOption(request, i))) {
                return false;
            }
        }
        return true;
    }
    timeOption(request, i) {
        if (request.is(i, 'ex'))
            return 'ex';
        if (request.is(i, 'px'))
            return 'px';
        if (request.is(i, 'exat'))
            return 'exat';
        if (request.is(i, 'pxat'))
            return 'pxat';
        return 'none';
    }
    setOption(request, i) {
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
    persistOption(request, i) {
        return request.is(i, 'persist') && this.setExpiry('persist');
    }
    setExpiry(option) {
        if (this.expiry !== 'none' && this.expiry !== option)
            return false;
        this.expiry = option;
        return true;
    }
}
//# sourceMappingURL=expiry-options.js.map