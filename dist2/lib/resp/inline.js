const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const DOLLAR = 0x24;
const SINGLE_QUOTE = 0x27;
const STAR = 0x2a;
const BACKSLASH = 0x5c;
const LOWER_X = 0x78;
/** White space of C's isspace: what may stand before a word and must follow a quoted one. */
function isSpace(byte) {
    return byte === SPACE || (byte >= TAB && byte <= CR);
}
/** What ends a word that is not quoted; narrower than `isSpace`, as in Redis. */
function endsWord(byte) {
    return byte === SPACE || byte === TAB || byte === LF || byte === CR;
}
/** Value of a hexadecimal digit; -1 for any other byte. */
function hexDigit(byte) {
    if (byte >= 0x30 && byte <= 0x39)
        return byte - 0x30;
    const lower = byte | 0x20;
    return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
/** The byte that `\` and `byte` stand for between double quotes. */
function escaped(byte) {
    switch (byte) {
        case 0x6e: // n
            return LF;
        case 0x72: // r
            return CR;
        case 0x74: // t
            return TAB;
        case 0x62: // b
            return 0x08;
        case 0x61: // a
            return 0x07;
        default:
            return byte;
    }
}
/** Cuts a line into words: their bytes one after the other in `bytes`, where each ends in `ends`. */
class LineSplitter {
    bytes;
    ends = [];
    length = 0;
    at;
    line;
    end;
    constructor(line, start, end) {
        this.line = line;
        this.at = start;
        this.end = end;
        this.bytes = Buffer.allocUnsafeSlow(end - start);
    }
    /** False if a quote is not closed, or not followed by white space. */
    split() {
        for (;;) {
            while (this.at < this.end && isSpace(this.line[this.at]))
                this.at++;
            if (this.at === this.end)
                return true;
            if (!this.word())
                return false;
            this.ends.push(this.length);
        }
    }
    word() {
        while (this.at < this.end) {
            const byte = this.line[this.at++];
            if (endsWord(byte))
                return true;
            if (byte === DOUBLE_QUOTE)
                return this.doubleQuoted();
            if (byte === SINGLE_QUOTE)
                return this.singleQuoted();
            this.append(byte);
        }
        return true;
    }
    doubleQuoted() {
        while (this.at < this.end) {
            const byte = this.line[this.at++];
            if (byte === DOUBLE_QUOTE)
                return this.quoteCloses();
            if (byte === BACKSLASH && this.at < this.end)
                this.append(this.escape());
            else
                this.append(byte);
        }
        return false;
    }
    singleQuoted() {
        while (this.at < this.end) {
            const byte = this.line[this.at++];
            if (byte === SINGLE_QUOTE)
                return this.quoteCloses();
            if (byte === BACKSLASH && this.at < this.end && this.line[this.at] === SINGLE_QUOTE) {
                this.at++;
                this.append(SINGLE_QUOTE);
            }
            else {
                this.append(byte);
            }
        }
        return false;
    }
    /** Reads what follows a `\` between double quotes; there is at least one byte. */
    escape() {
        const byte = this.line[this.at++];
        if (byte === LOWER_X && this.at + 2 <= this.end) {
            const high = hexDigit(this.line[this.at]);
            const low = hexDigit(this.line[this.at + 1]);
            if (high >= 0 && low >= 0) {
                this.at += 2;
                return 16 * high + low;
            }
        }
        return escaped(byte);
    }
    quoteCloses() {
        return this.at === this.end || isSpace(this.line[this.at]);
    }
    append(byte) {
        this.bytes[this.length++] = byte;
    }
}
/** `type`, `count` and CRLF, written to `target` at `at`; returns the offset after them. */
function writeHeader(target, at, type, count) {
    target[at] = type;
    const end = at + 1 + target.write(String(count), at + 1, 'latin1');
    target[end] = CR;
    target[end + 1] = LF;
    return end + 2;
}
/** Bytes of a header line for `count`. */
function headerBytes(count) {
    return 3 + String(count).length;
}
/**
 * Reads the inline command in `[start, end)` of `line`, its line end not included, into `request`: as a multibulk in memory of
 * its own, without any argument if the line is blank. False if its quotes are unbalanced. For the cold path: it allocates.
 */
export function readInline(line, start, end, request) {
    const splitter = new LineSplitter(line, start, end);
    if (!splitter.split())
        return false;
    const { bytes, ends } = splitter;
    let size = headerBytes(ends.length);
    let from = 0;
    for (const to of ends) {
        size += headerBytes(to - from) + to - from + 2;
        from = to;
    }
    const multibulk = Buffer.allocUnsafeSlow(size);
    request.begin(multibulk, 0);
    let at = writeHeader(multibulk, 0, STAR, ends.length);
    from = 0;
    for (const to of ends) {
        at = writeHeader(multibulk, at, DOLLAR, to - from);
        bytes.copy(multibulk, at, from, to);
        request.push(at, at + to - from);
        at += to - from;
        multibulk[at++] = CR;
        multibulk[at++] = LF;
        from = to;
    }
    request.finish(at);
    return true;
}
//# sourceMappingURL=inline.js.map