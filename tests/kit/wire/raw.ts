import net, { type Socket } from 'node:net';
import { until } from '../../../fixtures/until.js';
import { send } from './messages.js';

/** A Postgres client that sends exactly the bytes it is told to, when it is told to. */
export class Raw {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => { this.#received = Buffer.concat([this.#received, chunk]); });
    socket.on('close', () => { this.ended = true; });
    socket.on('error', () => { this.ended = true; });
  }

  static async connect(port: number): Promise<Raw> {
    const socket = net.connect({ port, host: '127.0.0.1' });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Raw(socket);
  }

  /** Connects and logs in at a server that trusts everyone. */
  static async login(storeUrl: string): Promise<Raw> {
    const url = new URL(storeUrl);
    const raw = await Raw.connect(Number(url.port));
    raw.send(send.startup(url.username, url.pathname.slice(1)));
    await raw.answered(1);
    return raw;
  }

  send(...messages: Buffer[]): void {
    this.socket.write(Buffer.concat(messages));
  }

  get received(): Buffer {
    return this.#received;
  }

  /** Types of the messages received so far, e.g. `12TDCZ`. */
  get types(): string {
    let types = '';
    for (let at = 0; at + 5 <= this.#received.length; at += 1 + this.#received.readInt32BE(at + 1)) types += this.#received.toString('latin1', at, at + 1);
    return types;
  }

  /** Waits until the server was ready for the `count`th time. */
  async answered(count: number): Promise<void> {
    await until(`${count} ReadyForQuery`, async () => this.types.split('Z').length > count, { everyMs: 2 });
  }

  async closed(): Promise<void> {
    await until('the connection to be closed', async () => this.ended, { everyMs: 2 });
  }
}
