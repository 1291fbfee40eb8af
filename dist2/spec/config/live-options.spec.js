import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { LiveOptions } from '../../lib/config/live-options.js';
import { resolveOptions } from '../../lib/config/resolve.js';
describe('LiveOptions', () => {
    const live = (given = {}) => {
        const changes = [];
        return { config: new LiveOptions(resolveOptions(given), (options) => changes.push(options)), changes };
    };
    describe('get', () => {
        it('gives values as Redis writes them, by glob and in any case', () => {
            const { config } = live({ port: 7001, join: ['a:1', 'b:2'] });
            expect(config.get(['PORT'])).to.deep.equal([['port', '7001']]);
            expect(config.get(['*-port', 'join'])).to.deep.equal([
                ['shard-port', '0'],
                ['bus-port', '0'],
                ['join', 'a:1 b:2'],
            ]);
            expect(config.get(['client-output-limit'])).to.deep.equal([['client-output-limit', '1073741824']]);
            expect(config.get(['nothing'])).to.deep.equal([]);
        });
        it('answers what Redis tools ask for', () => {
            const { config } = live();
            expect(config.get(['save', 'appendonly'])).to.deep.equal([
                ['appendonly', 'no'],
                ['save', ''],
            ]);
            expect(config.get(['databases'])).to.deep.equal([['databases', '1']]);
        });
    });
    describe('set', () => {
        it('changes what may change and tells', () => {
            const { config, changes } = live();
            expect(config.set([
                ['maxclients', '20'],
                ['Log-Level', 'DEBUG'],
                ['client-output-limit', '1mb'],
            ])).to.equal(undefined);
            expect(config.current).to.include({
                maxClients: 20,
                logLevel: 'debug',
                clientOutputLimitBytes: 1048576,
            });
            expect(changes).to.deep.equal([config.current]);
        });
        it('sets all or none', () => {
            const { config, changes } = live();
            const failed = (pairs) => config.set([['maxclients', '20'], ...pairs]);
            expect(failed([['proxy-timeout', 'soon']])).to.equal("CONFIG SET failed (possibly related to argument 'proxy-timeout') - argument must be an integer from 10 to 600000");
            expect(failed([['port', '1']])).to.contain("'port') - can't set immutable config");
            expect(failed([['save', '']])).to.contain("'save') - can't set immutable config");
            expect(failed([['MAXCLIENTS', '30']])).to.contain("'MAXCLIENTS') - duplicate parameter");
            expect(failed([['nothing', '1']])).to.equal("Unknown option or number of arguments for CONFIG SET - 'nothing'");
            expect(config.current.maxClients).to.equal(10_000);
            expect(changes).to.deep.equal([]);
        });
    });
    describe('rewrite', () => {
        it('is refused without a config file', async () => {
            expect(await live().config.rewrite()).to.equal('The server is running without a config file');
        });
        it('keeps comments and order, replaces values, and adds what is not the default', async () => {
            const folder = mkdtempSync(join(tmpdir(), 'hearsay-rewrite-'));
            const configFile = join(folder, 'hearsay.conf');
            writeFileSync(configFile, '# clients\nmaxclients 5\n\n# here\nhost 127.0.0.1\n');
            const { config } = live({ configFile, port: 7001, maxClients: 5, dir: '/a b' });
            config.set([['maxclients', '6']]);
            expect(await config.rewrite()).to.equal(undefined);
            expect(readFileSync(configFile, 'utf8')).to.equal('# clients\nmaxclients 6\n\n# here\nhost 127.0.0.1\nport 7001\ndir "/a b"\n');
            rmSync(folder, { recursive: true });
            expect(await config.rewrite()).to.contain('Rewriting config file: cannot read config file');
        });
    });
});
//# sourceMappingURL=live-options.spec.js.map