export {};
//# sourceMappingURL=micro-task.js.map