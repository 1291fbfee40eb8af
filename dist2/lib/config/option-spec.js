/** An entry of the table, with the type of its value inferred. */
export function option(spec) {
    return spec;
}
export const MB = 1024 ** 2;
export const GB = 1024 ** 3;
//# sourceMappingURL=option-spec.js.map