/** Random sets of members to place slots on. */
import fc from 'fast-check';
const memberId = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'),
    minLength: 40,
    maxLength: 40,
});
const member = fc.record({
    id: memberId,
    weight: fc.integer({ min: 1, max: 4 }),
    zone: fc.constantFrom('', 'a', 'b', 'c'),
    shards: fc.integer({ min: 1, max: 3 }),
});
/** From `minLength` to `maxLength` members with ids that differ, in four zones. */
export function memberSet(minLength, maxLength) {
    return fc.uniqueArray(member, { selector: ({ id }) => id, minLength, maxLength });
}
//# sourceMappingURL=arbitraries.js.map