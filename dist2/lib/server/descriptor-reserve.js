/**
 * Keeps a closed descriptor's number from being given to something else.
 *
 * On Node before 22.12 the shards of a member listen on the client port by one descriptor: each event loop has a handle
 * of its own with the same number in it, there is no way to duplicate the number, and every handle closes it when it
 * ends. The first of these closes frees the number; had the process opened a file or a socket under it before the
 * last one, that would close somebody else's.
 *
 * The system gives the lowest free number to what is opened (POSIX, open and socket). So a few numbers below that of the
 * listening socket are kept taken as long as it is open, and given back right before the first close: whatever is
 * opened between the first close and the last gets one of them. It is done when nothing of the node opens descriptors
 * any more: its connections and other ports are closed by then.
 */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
const RESERVED = 16;
export class DescriptorReserve {
    descriptors = [];
    /** Takes numbers; before the socket is opened. */
    take() {
        for (let i = 0; i < RESERVED; i++)
            this.descriptors.push(openSync(devNull, 'r'));
    }
    /** Gives them back. May be called more than once. */
    release() {
        for (const descriptor of this.descriptors.splice(0))
            closeSync(descriptor);
    }
}
//# sourceMappingURL=descriptor-reserve.js.map