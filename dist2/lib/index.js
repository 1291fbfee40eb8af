export { ConfigError } from './config/resolve.js';
export { createNode, HearsayNode } from './node.js';
export { VERSION } from './version.js';
//# sourceMappingURL=index.js.map