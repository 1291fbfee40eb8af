export {};
//# sourceMappingURL=origin.js.map