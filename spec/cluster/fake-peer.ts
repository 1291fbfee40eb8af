/** A member that specs play: it listens, takes a link, and answers only what it is told to. */
import { once } from 'node:events';
import net from 'node:net';
import { COMMAND } from '../../lib/resp/parse-result.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { eventually } from './harness.ts';

export class FakePeer {
  readonly id: string;
  port = 0;
  /** What it answers to PEER HELLO; nothing while this is empty. */
  greeting = '+OK\r\n';
  /** What it answers to each command; undefined: nothing yet. */
  answer: (command: string) => string | undefined = () => undefined;
  /** Commands received, as words joined by spaces, PEER HELLO and STATE excepted. */
  readonly received: string[] = [];
  /** The last PEER STATE. */
  state = '';
  hellos = 0;
  readonly sockets = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => this.accept(socket));

  private constructor(id: string) {
    this.id = id;
  }

  static async listen(id: string): Promise<FakePeer> {
    const peer = new FakePeer(id);
    peer.server.listen(0, '127.0.0.1');
    await once(peer.server, 'listening');
    peer.port = (peer.server.address() as net.AddressInfo).port;
    return peer;
  }

  /** Sends bytes over the newest link. */
  send(text: string): void {
    [...this.sockets].at(-1)?.write(text);
  }

  /** Resolves when it has received so many commands in all. */
  async receives(count: number): Promise<void> {
    await eventually(() => this.received.length >= count);
  }

  /** Cuts all links; new ones may come. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private accept(socket: net.Socket): void {
    const parser = new RequestParser();
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      parser.push(chunk);
      while (parser.next() === COMMAND) {
        const { request } = parser;
        const words: string[] = [];
        for (let i = 0; i < request.argc; i++) words.push(request.text(i));
        this.take(socket, words);
      }
    });
  }

  private take(socket: net.Socket, words: readonly string[]): void {
    if (words[0] === 'PEER' && words[1] === 'HELLO') {
      this.hellos++;
      if (this.greeting !== '') socket.write(this.greeting);
    } else if (words[0] === 'PEER' && words[1] === 'STATE') this.state = words.slice(2).join(' ');
    else {
      const command = words.join(' ');
      this.received.push(command);
      const answer = this.answer(command);
      if (answer !== undefined) socket.write(answer);
    }
  }
}
