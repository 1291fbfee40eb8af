const NO_HASH = '0'.repeat(16);
/** @param isPresent false once this member itself has left, was forgotten, or had to stop: then the view is empty */
export function snapshotOf(context, isPresent) {
    const { epoch } = context.clock;
    if (!isPresent)
        return { epoch, hash: NO_HASH, members: [] };
    const members = [];
    for (const member of context.table.all()) {
        if (!member.isLive)
            continue;
        const { id, name, instance, host, busPort, clientPort, shardPort, shards } = member.record;
        const { phase, isLagging, weight, zone } = member.record;
        const address = { host, busPort, clientPort, shardPort, shards };
        members.push({ id, name, instance, ...address, phase, isLagging, weight, zone });
    }
    members.sort((a, b) => (a.id < b.id ? -1 : 1));
    return { epoch, hash: context.hash.viewHash(), members };
}
export function statusOf(context, isIsolated) {
    const { clock, hash, health, serveStallMs, table } = context;
    const viewHash = hash.viewHash();
    let liveCount = 0;
    let agreeingCount = 0;
    for (const member of table.all()) {
        if (!member.isLive)
            continue;
        liveCount++;
        if (member.isMyself || member.told?.viewHash === viewHash)
            agreeingCount++;
    }
    const knownCount = liveCount + table.deadCount;
    return {
        ...{
            isIsolated,
            hasMajority: 2 * liveCount > knownCount,
            liveCount,
            knownCount,
            agreeingCount,
            viewHash,
        },
        ...{ epoch: clock.epoch, health: health.score, lagMs: health.lagMs, serveStallMs },
    };
}
//# sourceMappingURL=view.js.map