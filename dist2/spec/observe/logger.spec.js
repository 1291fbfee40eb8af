import { expect } from 'chai';
import { createLogger } from '../../lib/observe/logger.js';
describe('createLogger', () => {
    const collect = (logFormat, isTerminal) => {
        const lines = [];
        const to = { write: (line) => lines.push(line) };
        return [createLogger({ logLevel: 'info', logFormat }, { to, isTerminal }), lines];
    };
    it('writes one JSON object a line where no terminal is', () => {
        const [logger, lines] = collect('auto', false);
        logger.info({ port: 1 }, 'ready');
        expect(lines).to.have.length(1);
        expect(JSON.parse(lines[0])).to.include({
            level: 'info',
            pid: process.pid,
            port: 1,
            msg: 'ready',
        });
        expect(JSON.parse(lines[0]).time).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    });
    it('writes lines for people on a terminal, and where it is told to', () => {
        for (const [format, isTerminal] of [
            ['auto', true],
            ['human', false],
        ]) {
            const [logger, lines] = collect(format, isTerminal);
            logger.warn({ port: 1 }, 'slow');
            expect(lines.join('')).to.match(/^\[\d\d:\d\d:\d\d\.\d{3}\] .*WARN.*slow.*\n$/);
        }
    });
    it('writes JSON on a terminal if told so', () => {
        const [logger, lines] = collect('json', true);
        logger.info('x');
        expect(JSON.parse(lines[0]).msg).to.equal('x');
    });
    it('follows a change of its level', () => {
        const [logger, lines] = collect('json', false);
        logger.debug('hidden');
        logger.level = 'debug';
        logger.debug('shown');
        logger.level = 'silent';
        logger.fatal('hidden');
        expect(lines.map((line) => JSON.parse(line).msg)).to.deep.equal(['shown']);
    });
});
//# sourceMappingURL=logger.spec.js.map