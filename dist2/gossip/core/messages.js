export const NO_INSTANCE = '0'.repeat(16);
//# sourceMappingURL=messages.js.map