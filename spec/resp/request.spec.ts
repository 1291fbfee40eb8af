import { expect } from 'chai';
import { REQUEST_LIMITS } from '../../lib/resp/limits.ts';
import { MAX_TEXT_BYTES, Request } from '../../lib/resp/request.ts';
import { bytes } from './drive.ts';

function request(text: string, ...ranges: [start: number, end: number][]): Request {
  const made = new Request();
  made.begin(bytes(text), 0);
  for (const [start, end] of ranges) made.push(start, end);
  made.finish(text.length);
  return made;
}

describe('request', () => {
  it('gives text of an argument of any length, as no string is as long as an argument may be', () => {
    const [made, most] = [new Request(), MAX_TEXT_BYTES];
    made.begin(Buffer.alloc(REQUEST_LIMITS.bulkBytes, 'a'), 0);
    made.push(1, REQUEST_LIMITS.bulkBytes);
    made.push(1, 1 + most);
    expect([made.text(0).length, made.utf8(0).length, made.text(1).length]).to.deep.equal([most, most, most]);
  });

  it('gives its arguments as offsets, bytes and text', () => {
    const made = request('..GET..k\xc3\xa9y', [2, 5], [7, 11]);
    expect([made.argc, made.start(1), made.end(1), made.length(1)]).to.deep.equal([2, 7, 11, 4]);
    expect(made.bytes(0)).to.deep.equal(bytes('GET'));
    expect(made.text(1)).to.equal('k\xc3\xa9y');
    expect(made.utf8(1)).to.equal('k\u00e9y');
  });

  it('compares an argument with a word in any mix of cases', () => {
    const made = request('gEtGETSge@', [0, 3], [3, 7], [7, 10], [0, 0]);
    expect([0, 1, 2, 3].map((i) => made.is(i, 'get'))).to.deep.equal([true, false, false, false]);
    expect(made.is(3, '')).to.equal(true);
    expect(made.is(1, 'gets')).to.equal(true);
    // 0x40 and 0x60 differ from each other as capitals and small letters do, and are no letters.
    expect(made.is(2, 'ge`')).to.equal(false);
  });

  it('grows with its arguments', () => {
    const made = new Request();
    made.begin(bytes('x'), 0);
    for (let i = 0; i < 10_000; i++) made.push(i, i + 1);
    expect(made.argc).to.equal(10_000);
    for (let i = 0; i < 10_000; i++) expect(made.start(i) === i && made.end(i) === i + 1).to.equal(true);
  });

  it('gives back the room for many arguments with the next command', () => {
    const made = new Request();
    const room = () => Object.values(made).find((value) => value instanceof Int32Array)?.byteLength ?? 0;
    const atFirst = room();
    expect(atFirst).to.be.greaterThan(0);
    for (let i = 0; i < 100_000; i++) made.push(0, 0);
    expect(room()).to.be.at.least(800_000);
    made.begin(bytes('x'), 0);
    expect(room()).to.equal(atFirst);
  });

  it('moves its offsets to new memory', () => {
    const made = request('..abc', [2, 3], [3, 5]);
    made.rawStart = 2;
    made.rebase(bytes('abc'), -2);
    expect([made.rawStart, made.text(0), made.text(1)]).to.deep.equal([0, 'a', 'bc']);
  });

  it('keeps nothing once released', () => {
    const made = request('abc', [0, 3]);
    made.release();
    expect([made.argc, made.rawStart, made.rawEnd, made.buf.length]).to.deep.equal([0, 0, 0, 0]);
  });
});
