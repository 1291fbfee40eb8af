/** More than there can be members. */
const ADDRESS_LIMIT = 32_768;
export class Destinations {
    instances = new Map();
    /** Undefined: nobody is known to be there. */
    at(address) {
        return this.instances.get(keyOf(address));
    }
    /** A datagram of this instance came from this address. */
    learn(address, instance) {
        const key = keyOf(address);
        if (this.instances.get(key) === instance)
            return;
        this.instances.delete(key);
        this.instances.set(key, instance);
        if (this.instances.size <= ADDRESS_LIMIT)
            return;
        for (const oldest of this.instances.keys()) {
            this.instances.delete(oldest);
            return;
        }
    }
    /** The member list changed. */
    follow(members) {
        for (const { host, busPort, instance, isMyself, state } of members) {
            const isLive = state === 'alive' || state === 'suspect';
            if (isLive && !isMyself)
                this.learn({ host, port: busPort }, instance);
        }
    }
}
function keyOf({ host, port }) {
    return `${host} ${port}`;
}
//# sourceMappingURL=destinations.js.map