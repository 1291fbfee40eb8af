import net from 'node:net';
export declare class FakePeer {
    readonly id: string;
    port: number;
    /** What it answers to PEER HELLO; nothing while this is empty. */
    greeting: string;
    /** What it answers to each command; undefined: nothing yet. */
    answer: (command: string) => string | undefined;
    /** Commands received, as words joined by spaces, PEER HELLO and STATE excepted. */
    readonly received: string[];
    /** The last PEER STATE. */
    state: string;
    hellos: number;
    readonly sockets: Set<net.Socket>;
    private readonly server;
    private constructor();
    static listen(id: string): Promise<FakePeer>;
    /** Sends bytes over the newest link. */
    send(text: string): void;
    /** Resolves when it has received so many commands in all. */
    receives(count: number): Promise<void>;
    /** Cuts all links; new ones may come. */
    cut(): void;
    close(): void;
    private accept;
    private take;
}
