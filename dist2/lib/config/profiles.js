export const PROFILES = {
    local: { hfMs: 100, ttlMs: 1000 },
    lan: { hfMs: 200, ttlMs: 2000 },
    wan: { hfMs: 1000, ttlMs: 10_000 },
};
export const PROFILE_NAMES = Object.keys(PROFILES);
/** What the profile sets; anything else has the default of the option table. */
export function profileDefaults(profile) {
    return PROFILES[profile];
}
//# sourceMappingURL=profiles.js.map