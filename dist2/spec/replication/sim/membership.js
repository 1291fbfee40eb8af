const GOSSIP_PERIOD_MS = 60;
export class Member {
    process;
    records = new Map();
    epoch = 1;
    oustedIncarnation = -1;
    highestEpoch = 1;
    view = '';
    network;
    everybody;
    makeMap;
    constructor(network, process, phase, everybody, makeMap) {
        this.network = network;
        this.process = process;
        this.everybody = everybody;
        this.makeMap = makeMap;
        this.records.set(process.id, { instance: process.instance, incarnation: 0, phase, isDead: false });
        this.gossip();
    }
    /** Told of every map. */
    onPlace = () => { };
    get id() {
        return this.process.id;
    }
    get myself() {
        return this.records.get(this.id);
    }
    get viewHash() {
        return this.view;
    }
    setPhase(phase) {
        this.announce(phase);
        this.update();
    }
    /** Holds another member for dead. */
    declareDead(id, instance) {
        const record = this.records.get(id);
        if (record === undefined || record.instance !== instance || record.isDead)
            return;
        this.records.set(id, { ...record, isDead: true });
        this.update();
    }
    /** Learns of another list, and the other of this one. */
    exchange(other) {
        for (const [id, record] of other.records)
            this.learn(id, record);
        for (const [id, record] of this.records)
            other.learn(id, record);
        this.update();
        other.update();
        const isSame = this.view === other.view;
        const { epoch } = this;
        this.hear(other.epoch, isSame);
        other.hear(epoch, isSame);
    }
    announce(phase) {
        const { instance, incarnation } = this.myself;
        this.records.set(this.id, { instance, incarnation: incarnation + 1, phase, isDead: false });
    }
    hear(epoch, isSameView) {
        this.highestEpoch = Math.max(this.highestEpoch, epoch);
        if (!isSameView || epoch <= this.epoch)
            return;
        this.epoch = epoch;
        this.place();
    }
    learn(id, record) {
        const known = this.records.get(id);
        if (id === this.id) {
            const { instance, incarnation, phase } = this.myself;
            if (record.instance !== instance || !record.isDead || record.incarnation < incarnation)
                return;
            if (phase === 'left')
                return;
            const isNews = record.incarnation > this.oustedIncarnation;
            this.records.set(id, { instance, incarnation: record.incarnation + 1, phase, isDead: false });
            if (!isNews)
                return;
            this.oustedIncarnation = record.incarnation;
            this.process.onOusted();
            this.process.isFenced = false;
        }
        else if (known === undefined || isNewer(record, known))
            this.records.set(id, record);
    }
    gossip() {
        const { schedule, random } = this.network;
        schedule.at(schedule.nowMs + random.fraction() * 2 * GOSSIP_PERIOD_MS, () => {
            if (!this.process.isUp)
                return;
            this.process.enter(() => {
                const others = this.everybody().filter(({ process, id }) => process !== this.process && process.isUp && !process.isPaused && !this.network.isCut(id, this.id));
                const other = others[random.below(Math.max(1, others.length))];
                if (other !== undefined)
                    this.exchange(other);
                this.gossip();
            });
        });
    }
    /** Places slots anew if the view is another one than before. */
    update() {
        const view = [...this.records]
            .filter(([, { isDead, phase }]) => !isDead && phase !== 'left')
            .map(([id, { instance, phase }]) => `${id} ${instance} ${phase}`)
            .toSorted()
            .join();
        if (view === this.view)
            return;
        this.view = view;
        this.epoch = Math.max(this.epoch, this.highestEpoch) + 1;
        this.highestEpoch = this.epoch;
        this.place();
    }
    place() {
        const live = [...this.records].filter(([, { isDead, phase }]) => !isDead && phase !== 'left');
        const serving = live.filter(([, { phase }]) => phase === 'serving').map(([id]) => id);
        const map = this.makeMap(serving, this.epoch);
        const others = live.filter(([id]) => id !== this.id);
        const { phase } = this.myself;
        let wanted;
        if (phase === 'joining')
            wanted = this.makeMap([...serving, this.id], this.epoch);
        else if (phase === 'serving')
            wanted = map;
        this.onPlace(map);
        this.process.place(map, {
            selfId: this.id,
            wanted,
            live: new Map(others.map(([id, { instance }]) => [id, `${instance}`])),
        }, others.map(([id]) => id));
    }
}
function isNewer(a, b) {
    if (a.instance !== b.instance)
        return a.instance > b.instance;
    if (a.incarnation !== b.incarnation)
        return a.incarnation > b.incarnation;
    return a.isDead && !b.isDead;
}
//# sourceMappingURL=membership.js.map