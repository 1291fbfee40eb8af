import { expect } from 'chai';
import { bytes, multibulk, oneByOne, parse } from './drive.js';
const UNBALANCED = 'ERR Protocol error: unbalanced quotes in request';
/** What redis-server 7.0.15 makes of the same lines: the words, or the error. */
const LINES = [
    ['PING\r\n', ['PING']],
    ['PING\n', ['PING']],
    ['PING\r\r\n', ['PING']],
    ['  SET \t key  value \r\n', ['SET', 'key', 'value']],
    ['\x0b\fPING\r\n', ['PING']],
    ['PING\x0b\r\n', ['PING\x0b']],
    ['ECHO a\x0bb\r\n', ['ECHO', 'a\x0bb']],
    ['ECHO "a"\x0b\r\n', ['ECHO', 'a']],
    ['a\rb\r\n', ['a', 'b']],
    ['ECHO \xe9\xff\r\n', ['ECHO', '\xe9\xff']],
    ['ECHO ""\r\n', ['ECHO', '']],
    ["'' a\r\n", ['', 'a']],
    ['ECHO "a b"\r\n', ['ECHO', 'a b']],
    ['ECHO a"b c"\r\n', ['ECHO', 'ab c']],
    ["ECHO a'b c'\r\n", ['ECHO', 'ab c']],
    ['ECHO "\\n\\r\\t\\b\\a"\r\n', ['ECHO', '\n\r\t\b\x07']],
    ['ECHO "\\x00\\xfF\\x41"\r\n', ['ECHO', '\0\xffA']],
    ['ECHO "\\x4"\r\n', ['ECHO', 'x4']],
    ['ECHO "\\xg1"\r\n', ['ECHO', 'xg1']],
    ['ECHO "\\x1g"\r\n', ['ECHO', 'x1g']],
    ['ECHO "\\q\\"\\\\"\r\n', ['ECHO', 'q"\\']],
    ['ECHO "it\'s"\r\n', ['ECHO', "it's"]],
    ["ECHO 'it\\'s'\r\n", ['ECHO', "it's"]],
    ["ECHO 'a\\nb\"'\r\n", ['ECHO', 'a\\nb"']],
    ['ECHO a\\n\r\n', ['ECHO', 'a\\n']],
    ['ECHO $3 *1\r\n', ['ECHO', '$3', '*1']],
    ['ECHO "a\r\n', 'error'],
    ["ECHO 'a\r\n", 'error'],
    ['ECHO "a"b\r\n', 'error'],
    ["ECHO 'a'b\r\n", 'error'],
    ['ECHO "a""b"\r\n', 'error'],
    ['ECHO "\\\r\n', 'error'],
    ['ECHO "\\"\r\n', 'error'],
    ["ECHO 'a\\'\r\n", 'error'],
    ["ECHO 'a\\\\'\r\n", 'error'],
    ['"\n', 'error'],
];
describe('inline commands', () => {
    for (const [line, words] of LINES) {
        it(`${JSON.stringify(line)} is ${words === 'error' ? 'unbalanced' : words.length} words`, () => {
            const isError = words === 'error';
            for (const chunks of [[bytes(line)], oneByOne(line)]) {
                expect(parse(chunks)).to.deep.equal({
                    commands: isError ? [] : [words],
                    raw: isError ? [] : [multibulk(...words)],
                    error: isError ? UNBALANCED : '',
                });
            }
        });
    }
    it('passes over blank lines', () => {
        for (const blank of ['\n', '\r\n', '\r\r\n', ' \t\x0b\f \r\n']) {
            expect(parse([bytes(`${blank}PING\n${blank}`)]).commands).to.deep.equal([['PING']]);
            expect(parse(oneByOne(`${blank}PING\n${blank}`)).commands).to.deep.equal([['PING']]);
        }
    });
    it('never sees the end of a line with a NUL', () => {
        expect(parse([bytes('PING\0\r\nPING\r\n')])).to.deep.equal({ commands: [], raw: [], error: '' });
        expect(parse(oneByOne('PING \0\nPING\r\n'))).to.deep.equal({ commands: [], raw: [], error: '' });
    });
    it('mixes with multibulks', () => {
        const sent = `PING\n${multibulk('GET', 'a')}ECHO "x"\r\n${multibulk('GET', 'b')}`;
        const commands = [['PING'], ['GET', 'a'], ['ECHO', 'x'], ['GET', 'b']];
        expect(parse([bytes(sent)]).commands).to.deep.equal(commands);
        expect(parse(oneByOne(sent)).commands).to.deep.equal(commands);
    });
    it('rewrites a long line of short words within its limit', () => {
        const line = `${'a '.repeat(32 * 1024)}\n`;
        const parsed = parse([bytes(line)]);
        expect(parsed.commands[0]?.length).to.equal(32 * 1024);
        expect(parsed.raw[0]).to.equal(multibulk(...Array(32 * 1024).fill('a')));
    });
});
//# sourceMappingURL=inline.spec.js.map