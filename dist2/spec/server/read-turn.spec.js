import { expect } from 'chai';
import { REQUEST_LIMITS } from '../../lib/resp/limits.js';
import { COMMAND } from '../../lib/resp/parse-result.js';
import { RequestParser } from '../../lib/resp/parser.js';
import { RequestBatch } from '../../lib/resp/request-batch.js';
import { ReadTurn, SMALL_BYTES } from '../../lib/server/read-turn.js';
import { multibulk } from '../resp/drive.js';
/** A client whose commands are noted. */
class Client {
    seen = [];
    parser;
    turn;
    constructor(turn) {
        this.turn = turn;
        this.parser = new RequestParser(REQUEST_LIMITS, { batch: new RequestBatch(), turn: turn.batch });
    }
    /** Sends `text`, in memory that is written to again at once. */
    send(text) {
        const source = Buffer.from(text);
        const limits = this.parser.isIdle ? REQUEST_LIMITS : undefined;
        const start = this.turn.add(this, this.parser, source, source.length, limits);
        this.parser.push(this.turn.buf, start, start + source.length);
        source.fill(0);
    }
    processRead() {
        const { request } = this.parser;
        while (this.parser.next() === COMMAND) {
            this.seen.push(Array.from({ length: request.argc }, (_, i) => request.text(i)).join(' '));
        }
    }
}
describe('small reads of a turn', () => {
    let turn;
    let keys;
    let clients;
    /** How many commands had been executed at the end of each turn. */
    let endings;
    beforeEach(() => {
        keys = [];
        endings = [];
        turn = new ReadTurn(({ buf, count, keyStarts, keyEnds }) => {
            for (let i = 0; i < count; i++)
                keys.push(buf.toString('latin1', keyStarts[i], keyEnds[i]));
        }, () => endings.push(seen().length));
        clients = Array.from({ length: 40 }, () => new Client(turn));
    });
    const seen = () => clients.flatMap((client) => client.seen);
    it('are executed at its end, after their keys were looked up', async () => {
        clients[0]?.send(multibulk('GET', 'one') + multibulk('GET', 'two'));
        clients[1]?.send('PING\r\n');
        clients[2]?.send(multibulk('PING'));
        clients[3]?.send(multibulk('SET', 'three', '3'));
        expect([keys, seen()]).to.deep.equal([[], []]);
        await new Promise((resolve) => setImmediate(resolve));
        expect(keys).to.deep.equal(['one', 'two', '', 'three']);
        expect(seen()).to.deep.equal(['GET one', 'GET two', 'PING', 'PING', 'SET three 3']);
        expect(endings).to.deep.equal([5]);
    });
    it('are executed at once when no more fit', () => {
        for (const client of clients)
            client.send(multibulk('GET', 'x'.repeat(SMALL_BYTES - 30)));
        expect(seen()).to.have.length(32);
        turn.run();
        expect(seen()).to.have.length(40);
    });
    it('are executed once, whoever does it first', () => {
        const [client] = clients;
        client.send(multibulk('INCR', 'a'));
        client.processRead();
        client.send(multibulk('INCR', 'b'));
        client.send(multibulk('INCR', 'c'));
        turn.run();
        expect(client.seen).to.deep.equal(['INCR a', 'INCR b', 'INCR c']);
    });
    it('are executed behind what came before, a part of a command too', () => {
        const [one, two] = clients;
        const text = multibulk('SET', 'key', 'value');
        one.send(text.slice(0, 15));
        two.send(multibulk('PING'));
        turn.run();
        one.send(text.slice(15) + multibulk('GET', 'key'));
        two.send(multibulk('PING'));
        turn.run();
        expect(seen()).to.deep.equal(['SET key value', 'GET key', 'PING', 'PING']);
    });
});
//# sourceMappingURL=read-turn.spec.js.map