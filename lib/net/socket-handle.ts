/**
 * The three things for which there is no public API, and what is done where they cannot be had. This file, and no other,
 * reaches for the handles of sockets.
 *
 * Reading into one static buffer instead of a new one for each read: Node has it as the option `onread` of sockets that
 * connect, but not of those that a server accepts. `readInto` makes a socket with that option from the accepted one's
 * handle. Where the handle is not what it was in the versions that this was written for, it uses the public stream instead.
 * All sockets of an event loop share the buffer: what was read has to be used up, or copied, before the callback returns.
 *
 * Writing past the stream: `DirectWriter` has the system take what is written at once, nearly always all of it, without what a stream does to
 * be told later that it was taken. Where that cannot be had it writes nothing, and the stream is used. Short replies are written from memory
 * for which there are Buffers already: one for where each lies costs as much as a lookup.
 *
 * Listening in several threads on one port: before Node 22.12 that takes the number of the listening socket's descriptor.
 */
import net from 'node:net';
import { copyBytes, ViewCache, viewOf } from '../base/byte-copy.ts';

/** Length of the buffer, and so the most that one read brings. */
export const READ_BUFFER_BYTES = 128 * 1024;

/** What is shorter is copied when it cannot be sent at once, so that it does not keep a whole chunk of memory. */
const COPIED_BYTES = 64 * 1024;

/** What is no longer is written from `ShortWrites`: to copy so much takes less time than to make a Buffer for where it lies. */
const SHORT_BYTES = 256;

/** What is relied on of a connection's handle: that it can be told to read into a buffer of ours, and to write. */
interface StreamHandle {
  useUserBuffer(buffer: Uint8Array): void;
  /**
   * Returns 0 or the number of an error. What the system does not take now follows later, and `oncomplete` of `request` is called. From some
   * version on `request` is null, and returned in place of 0 where there is to be one.
   */
  writeBuffer(request: WriteRequest | null, bytes: Uint8Array): number | WriteRequest;
}

/** What stands for a write that the system has not taken whole at once. */
interface WriteRequest {
  oncomplete: (status: number) => void;
  /**
   * IDLE unless it stands for a write whose end is still to be told, even if all is taken by now, which the handle does not show. To use it for
   * another write then ends the process.
   */
  getAsyncId(): number;
  /** Kept from garbage collection until all is taken. */
  buffer: Uint8Array | undefined;
}

/** A socket with the property in which Node keeps the handle. */
type WithHandle = net.Socket & { _handle?: StreamHandle | null };

/** Called with what was read: the first `length` bytes of `buf`. */
export type ReadSink = (buf: Buffer, length: number) => void;

/**
 * Starts to read `accepted`, which must be paused, as a server with `pauseOnConnect` gives it; `sink` gets what is read. Returns
 * the socket to use in place of `accepted` from now on: a new one that reads into `buffer`, or `accepted` itself if there is no
 * buffer or the handle cannot be used so.
 */
export function readInto(accepted: net.Socket, buffer: Buffer | undefined, sink: ReadSink): net.Socket {
  const handle = (accepted as WithHandle)._handle;
  if (buffer === undefined || typeof handle?.useUserBuffer !== 'function') {
    accepted.on('data', (chunk: Buffer) => sink(chunk, chunk.length));
    accepted.resume();
    return accepted;
  }
  const callback = (length: number): boolean => {
    sink(buffer, length);
    return true;
  };
  const options = { handle, allowHalfOpen: true, onread: { buffer, callback } };
  const socket = new net.Socket(options as net.SocketConstructorOpts);
  (accepted as WithHandle)._handle = null;
  // The server counts what it accepted until that is destroyed.
  socket.once('close', () => accepted.destroy());
  return socket;
}

const IDLE = -1;

/** Memory to write short replies from, with a Buffer for each length that was written once. */
class ShortWrites {
  private memory = Buffer.allocUnsafeSlow(SHORT_BYTES);
  private view = viewOf(this.memory);
  private readonly sources = new ViewCache();
  private readonly ranges = new Array<Buffer | undefined>(SHORT_BYTES + 1).fill(undefined);

  /** A copy of `[start, end)` of `buf`, SHORT_BYTES at most; it is written to again at the next call, unless `letGo` is called before. */
  copyOf(buf: Buffer, start: number, end: number): Buffer {
    copyBytes(buf, this.sources.of(buf), start, end, this.memory, this.view, 0);
    const length = end - start;
    this.ranges[length] ??= this.memory.subarray(0, length);
    return this.ranges[length];
  }

  /** The last copy is somebody else's from now on. */
  letGo(): void {
    this.memory = Buffer.allocUnsafeSlow(SHORT_BYTES);
    this.view = viewOf(this.memory);
    this.ranges.fill(undefined);
  }
}

const shortWrites = new ShortWrites();

/** Makes what Node gives to a write that may have to wait; undefined until a stream has written something. */
let makeRequest: (() => WriteRequest | null) | undefined;

/** Has the next write of the handle's stream tell how requests are made. */
function learnFrom(handle: StreamHandle): void {
  handle.writeBuffer = (request, bytes) => {
    Reflect.deleteProperty(handle, 'writeBuffer');
    const result = handle.writeBuffer(request, bytes);
    if (request === null) makeRequest = () => null;
    else if (typeof result === 'number' && typeof request.getAsyncId === 'function') {
      const Request = request.constructor as new () => WriteRequest;
      makeRequest = () => new Request();
    }
    return result;
  };
}

/** Writes to a socket that `readInto` returned. Bound: one write that was not taken at once; until it is, the stream is used. */
export class DirectWriter {
  /** Bytes of the write here whose end is still to be told. */
  pendingBytes = 0;
  private readonly socket: net.Socket;
  private readonly onTaken: () => void;
  private readonly handle: StreamHandle | undefined;
  /** Of the next write; it is used again where all was taken at once. */
  private request: WriteRequest | null = null;

  /**
   * @param isAllowed false: nothing is ever written
   * @param onTaken called when bytes that were pending have been taken
   */
  constructor(socket: net.Socket, isAllowed: boolean, onTaken: () => void) {
    this.socket = socket;
    this.onTaken = onTaken;
    const handle = (socket as WithHandle)._handle;
    const isKnown = typeof handle?.writeBuffer === 'function';
    this.handle = isAllowed && isKnown ? handle : undefined;
    if (this.handle !== undefined && makeRequest === undefined) learnFrom(this.handle);
  }

  /**
   * Has the system take `bytes`, which must not be written to while `pendingBytes` is not 0 after this. Returns false if nothing was done, as
   * the stream is to be used. Only while the socket is not destroyed. A write that fails destroys it.
   */
  write(bytes: Buffer): boolean {
    const { handle, socket } = this;
    if (handle === undefined || makeRequest === undefined) return false;
    if (this.pendingBytes > 0 || socket.writableLength > 0) return false;
    this.request ??= makeRequest();
    const result = handle.writeBuffer(this.request, bytes);
    if (typeof result !== 'number') this.await(result, bytes);
    else if (result !== 0) socket.destroy();
    else if (this.request !== null && this.request.getAsyncId() !== IDLE) this.await(this.request, bytes);
    return true;
  }

  /** Bytes that were written here or to the stream and that the system has not taken yet. */
  get unsentBytes(): number {
    return this.pendingBytes + this.socket.writableLength;
  }

  /** Writes `[start, end)` of `buf`, while nothing is unsent. */
  readonly toSystem = (buf: Buffer, start: number, end: number): void => {
    if (end - start <= SHORT_BYTES && this.write(shortWrites.copyOf(buf, start, end))) {
      if (this.pendingBytes > 0) shortWrites.letGo();
      return;
    }
    const range = buf.subarray(start, end);
    if (!this.write(range)) this.socket.write(range);
  };

  readonly toStream = (buf: Buffer, start: number, end: number): void => {
    this.socket.write(buf.subarray(start, end));
  };

  /** The same while something is unsent: what is short is copied. */
  readonly toBusyStream = (buf: Buffer, start: number, end: number): void => {
    const range = buf.subarray(start, end);
    this.socket.write(range.length < COPIED_BYTES ? Buffer.from(range) : range);
  };

  private await(request: WriteRequest, bytes: Buffer): void {
    this.pendingBytes = bytes.length;
    this.request = null;
    request.buffer = bytes;
    request.oncomplete = (status) => {
      this.pendingBytes = 0;
      request.buffer = undefined;
      if (status < 0) this.socket.destroy();
      else this.onTaken();
    };
  }
}

/** The descriptor of a server that listens; undefined where it cannot be had. It stays the server's: nobody else may close it. */
export function descriptorOf(server: net.Server): number | undefined {
  const { _handle } = server as net.Server & { _handle?: { readonly fd?: unknown } | null };
  const descriptor = _handle?.fd;
  return typeof descriptor === 'number' && descriptor >= 0 ? descriptor : undefined;
}
