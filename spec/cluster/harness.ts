/** Clusters in this process, and raw RESP conversations with them. */
import { once } from 'node:events';
import net from 'node:net';
import { createNode, type HearsayNode, type NodeOptions } from '../../lib/index.ts';
import { encodeCommand } from '../../lib/resp/encode.ts';
import { PROTOCOL_ERROR, REPLY } from '../../lib/resp/parse-result.ts';
import { ReplyScanner } from '../../lib/resp/reply-scanner.ts';

const QUIET: Partial<NodeOptions> = { port: 0, logLevel: 'silent' };

/** Starts nodes that join the first; resolves when every one of them sees all and they agree on the map. */
export async function startCluster(
  count: number,
  options: Partial<NodeOptions> = {},
): Promise<[HearsayNode, ...HearsayNode[]]> {
  const first = createNode({ ...QUIET, ...options });
  await first.start();
  const others = Array.from({ length: count - 1 }, () =>
    createNode({ ...QUIET, ...options, join: [busOf(first)] }),
  );
  await Promise.all(others.map((node) => node.start()));
  const nodes: [HearsayNode, ...HearsayNode[]] = [first, ...others];
  await agree(nodes);
  return nodes;
}

/** Its address for `join`. */
export function busOf(node: HearsayNode): string {
  const { host, clientPort, busPort } = node.address();
  return `${host}:${clientPort}@${busPort}`;
}

/** Resolves when these nodes, and no others, own slots in the map of each of them. */
export async function agree(nodes: readonly HearsayNode[]): Promise<void> {
  const ids = nodes.map((node) => node.id).sort();
  await eventually(() => nodes.every((node) => String(node.owners()) === String(ids)));
}

export async function stopAll(nodes: readonly HearsayNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.stop()));
}

/** Resolves once `check` holds, looking every few ms; rejects if it does not within `withinMs`. */
export async function eventually(check: () => boolean | Promise<boolean>, withinMs = 5000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`did not hold within ${withinMs} ms: ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A connection that speaks RESP and shows replies as the bytes that they are. */
export class RawClient {
  readonly socket: net.Socket;
  private readonly scanner = new ReplyScanner();
  private readonly replies: string[] = [];
  private waiting: (() => void) | undefined;
  closed = false;

  private constructor(socket: net.Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.scanner.push(chunk);
      let result = this.scanner.next();
      for (; result === REPLY; result = this.scanner.next()) {
        this.replies.push(this.scanner.buf.toString('latin1', this.scanner.start, this.scanner.end));
      }
      if (result === PROTOCOL_ERROR) this.replies.push('unreadable reply');
      this.waiting?.();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.waiting?.();
    });
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Sends commands in one write and resolves to their replies, in order. */
  async pipeline(...commands: readonly (readonly (string | Buffer)[])[]): Promise<string[]> {
    this.socket.write(Buffer.concat(commands.map((words) => encodeCommand(...words))));
    return this.read(commands.length);
  }

  /** Sends one command and resolves to its reply. */
  async call(...words: readonly (string | Buffer)[]): Promise<string> {
    const [reply] = await this.pipeline(words);
    return reply as string;
  }

  /** Resolves to the next `count` replies; rejects if the connection closes before. */
  async read(count: number): Promise<string[]> {
    while (this.replies.length < count) {
      if (this.closed) throw new Error(`closed after ${this.replies.length} of ${count} replies`);
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    }
    return this.replies.splice(0, count);
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The bulk string reply of `text`. */
export function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}
