export {};
//# sourceMappingURL=replication-host.js.map