/**
 * Calls between two threads: each end has methods that the other may call. Calls are made in order; a method that answers
 * later does not hold up those behind it.
 */

/** An end of a pair of ports: a Worker, a MessagePort. */
export interface ChannelPort {
  postMessage(message: unknown): void;
  on(event: string, listener: (message: Call | Answer) => void): unknown;
}

type Name<Methods> = Extract<keyof Methods, string>;
type Method = (...args: never[]) => unknown;
type ArgumentsOf<M> = M extends (...args: infer Args) => unknown ? Args : never;
type ResultOf<M> = M extends (...args: never[]) => infer Result ? Awaited<Result> : never;

interface Call {
  readonly type: 'call';
  /** Repeated in the answer; 0 if none is wanted. */
  readonly id: number;
  readonly method: string;
  readonly args: never[];
}

interface Answer {
  readonly type: 'answer';
  readonly id: number;
  readonly value: unknown;
  readonly failure: Failure | undefined;
}

/** What is left of an error in the other thread: of a copied one, `code` and `port` would be lost. */
interface Failure {
  readonly message: string;
  readonly code: unknown;
  readonly port: unknown;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class Channel<Remote extends object, Local extends object> {
  private readonly port: ChannelPort;
  private readonly local: Local;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private gone: Error | undefined;

  /** `local` is what the other end may call. */
  constructor(port: ChannelPort, local: Local) {
    this.port = port;
    this.local = local;
    port.on('message', (message: Call | Answer) => {
      if (message.type === 'answer') this.onAnswer(message);
      else this.onCall(message);
    });
  }

  /** Calls a method of the other end. Rejects with its error, or when the other end is gone. */
  call<M extends Name<Remote>>(method: M, ...args: ArgumentsOf<Remote[M]>): Promise<ResultOf<Remote[M]>> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      if (this.gone !== undefined) {
        reject(this.gone);
        return;
      }
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.port.postMessage({ type: 'call', id, method, args });
    });
  }

  /** Calls a method of the other end and does not wait for it. What it throws is an uncaught error there. */
  post<M extends Name<Remote>>(method: M, ...args: ArgumentsOf<Remote[M]>): void {
    if (this.gone === undefined) this.port.postMessage({ type: 'call', id: 0, method, args });
  }

  /** The other end is gone: nothing is answered any more. */
  close(reason: Error): void {
    this.gone = reason;
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }

  private onCall({ id, method, args }: Call): void {
    const target = this.local as Record<string, Method>;
    if (id === 0) {
      target[method]?.(...args);
      return;
    }
    const answer = (value: unknown, failure?: Failure): void =>
      this.port.postMessage({ type: 'answer', id, value, failure } satisfies Answer);
    new Promise((resolve) => resolve(target[method]?.(...args))).then(
      (value) => answer(value),
      (error: Error & Partial<Failure>) =>
        answer(undefined, { message: error.message, code: error.code, port: error.port }),
    );
  }

  private onAnswer({ id, value, failure }: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (failure === undefined) waiting?.resolve(value);
    else
      waiting?.reject(Object.assign(new Error(failure.message), { code: failure.code, port: failure.port }));
  }
}
