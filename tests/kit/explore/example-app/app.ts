import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { type Sale, goOffCall, sales } from './tickets.js';

/** A small HTTP service over one shared pool of ten connections, with right and wrong ways to do the same thing. */
export class ExampleApp {
  readonly #server: Server;
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.#server = createServer((request, response) => {
      if (request.url === '/healthz') {
        response.end();
        return;
      }
      const sale = ExampleApp.route(request.url ?? '/');
      if (!sale) {
        response.writeHead(404).end();
        return;
      }
      sale(this.#pool).then(status => response.writeHead(status).end(), (error: Error) => response.writeHead(500).end(error.message));
    });
  }

  /** `POST /tickets/<way>` or `/off-call/<level>/<doctor>`. */
  static route(url: string): Sale | undefined {
    const [, resource, way = '', doctor = ''] = decodeURIComponent(url).split('/');
    if (resource === 'tickets') return (sales as Record<string, Sale>)[way];
    return resource === 'off-call' ? goOffCall(way)(doctor) : undefined;
  }

  static async start(databaseUrl: string, connections = 10, { host, port } = { host: '127.0.0.1', port: 0 }): Promise<ExampleApp> {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: connections, application_name: 'example', idleTimeoutMillis: 0 });
    pool.on('error', () => undefined); // an idle connection may be lost when the test ends
    const app = new ExampleApp(pool);
    await new Promise<void>(resolve => app.#server.listen(port, host, resolve));
    return app;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    await this.#pool.end();
  }
}
