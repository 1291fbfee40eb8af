export {};
//# sourceMappingURL=node-handle.js.map