import net, { type AddressInfo, type Socket } from 'node:net';
import { createHash } from 'node:crypto';

/** A relay that understands nothing and counts every byte: one before the proxy and one behind it must have seen the same. */
export class Tap {
  readonly #server: net.Server;
  readonly #sockets = new Set<Socket>();
  /** One entry a connection, in order of opening: digest and length of each direction. */
  readonly seen: { sent: Digest; received: Digest }[] = [];

  private constructor(target: number) {
    this.#server = net.createServer({ allowHalfOpen: true }, client => {
      const server = net.connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
      const record = { sent: new Digest(), received: new Digest() };
      this.seen.push(record);
      for (const socket of [client, server]) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
      }
      client.on('data', (chunk: Buffer) => record.sent.add(chunk)).pipe(server);
      server.on('data', (chunk: Buffer) => record.received.add(chunk)).pipe(client);
      server.on('close', () => client.destroy());
      client.on('close', () => server.destroy());
    });
  }

  static async start(target: number): Promise<Tap> {
    const tap = new Tap(target);
    await new Promise<void>(resolve => tap.#server.listen(0, '127.0.0.1', resolve));
    return tap;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#sockets.size / 2;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

export class Digest {
  readonly #hash = createHash('sha1');
  bytes = 0;

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  toString(): string {
    return `${this.bytes} bytes, sha1 ${this.#hash.copy().digest('hex')}`;
  }
}
