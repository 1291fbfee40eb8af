import { expect } from 'chai';
import fc from 'fast-check';
import { matchesGlob } from '../../lib/base/glob.js';
import { PubSub } from '../../lib/pubsub/pubsub.js';
class FakeSubscriber {
    protocol = 2;
    subscriptions = undefined;
    received = [];
    push(bytes) {
        this.received.push(bytes);
    }
}
const bytes = (text) => Buffer.from(text, 'latin1');
describe('PubSub', () => {
    let pubsub;
    beforeEach(() => {
        pubsub = new PubSub();
    });
    it('encodes a message once for each protocol, whoever gets it', () => {
        const all = Array.from({ length: 4 }, () => new FakeSubscriber());
        all.forEach((one, i) => {
            one.protocol = i < 2 ? 2 : 3;
            pubsub.subscribe(one, 'a');
        });
        expect(pubsub.publish(bytes('a'), bytes('m\xff'))).to.equal(4);
        expect(all[0]?.received[0]?.toString('latin1')).to.equal('*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\nm\xff\r\n');
        expect(all[2]?.received[0]?.toString('latin1')).to.equal('>3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\nm\xff\r\n');
        expect(all[1]?.received[0]).to.equal(all[0]?.received[0]);
        expect(all[3]?.received[0]).to.equal(all[2]?.received[0]);
    });
    it('keeps nothing of a subscriber that is dropped', () => {
        const who = new FakeSubscriber();
        pubsub.subscribe(who, 'a');
        pubsub.subscribePattern(who, '*');
        pubsub.drop(who);
        expect(pubsub.publish(bytes('a'), bytes('m'))).to.equal(0);
        expect([pubsub.channelCount, pubsub.patternCount, who.subscriptions?.count]).to.deep.equal([0, 0, 0]);
        expect(who.subscriptions?.nameBytes).to.equal(0);
    });
    it('refuses more than 65536 subscriptions, or 16 MB of names, and takes more when some have ended', () => {
        const who = new FakeSubscriber();
        for (let i = 0; i < 65_536; i++)
            expect(pubsub.subscribe(who, `c${i}`)).to.equal(true);
        expect(pubsub.subscribePattern(who, 'p')).to.equal(false);
        expect(pubsub.subscribe(who, 'c0')).to.equal(true);
        pubsub.unsubscribe(who, 'c1');
        expect(pubsub.subscribePattern(who, 'p')).to.equal(true);
        const other = new FakeSubscriber();
        expect(pubsub.subscribe(other, 'x'.repeat(16 * 1024 * 1024))).to.equal(true);
        expect(pubsub.subscribe(other, 'y')).to.equal(false);
    });
    it('sends as often as a plain model says, through any subscribing and unsubscribing', () => {
        const name = fc.constantFrom('a', 'b', 'ab', '', 'a*');
        const pattern = fc.constantFrom('*', 'a*', '?', '[ab]', 'a\\*');
        const step = fc.record({
            who: fc.nat(2),
            kind: fc.constantFrom('sub', 'unsub', 'psub', 'punsub', 'publish', 'drop'),
            name,
            pattern,
        });
        const run = (steps) => {
            const registry = new PubSub();
            const all = [new FakeSubscriber(), new FakeSubscriber(), new FakeSubscriber()];
            const model = all.map(() => ({ channels: new Set(), patterns: new Set() }));
            for (const { who, kind, name: channel, pattern: glob } of steps) {
                const subscriber = all[who];
                const known = model[who];
                if (kind === 'sub') {
                    registry.subscribe(subscriber, channel);
                    known.channels.add(channel);
                }
                else if (kind === 'unsub') {
                    registry.unsubscribe(subscriber, channel);
                    known.channels.delete(channel);
                }
                else if (kind === 'psub') {
                    registry.subscribePattern(subscriber, glob);
                    known.patterns.add(glob);
                }
                else if (kind === 'punsub') {
                    registry.unsubscribePattern(subscriber, glob);
                    known.patterns.delete(glob);
                }
                else if (kind === 'drop') {
                    registry.drop(subscriber);
                    known.channels.clear();
                    known.patterns.clear();
                }
                else {
                    const expected = model.map(({ channels, patterns }) => {
                        const hits = [...patterns].filter((one) => matchesGlob(bytes(one), 0, one.length, bytes(channel), 0, channel.length));
                        return Number(channels.has(channel)) + hits.length;
                    });
                    for (const one of all)
                        one.received.length = 0;
                    expect(registry.publish(bytes(channel), bytes('m'))).to.equal(expected.reduce((sum, one) => sum + one));
                    expect(all.map((one) => one.received.length)).to.deep.equal(expected);
                }
            }
        };
        fc.assert(fc.property(fc.array(step, { maxLength: 60 }), run));
    });
});
//# sourceMappingURL=pubsub.spec.js.map