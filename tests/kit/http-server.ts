import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** A server on loopback for one test: `await using server = await serve((request, response) => …)`. */
export async function serve(handler: http.RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = http.createServer(handler);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Answers only once `n` requests are there: proof that they were in flight together. */
export function gathering(n: number, statuses: readonly number[] = [200]): http.RequestListener {
  let waiting: http.ServerResponse[] = [];
  return (request, response) => {
    if (request.method === 'HEAD') { response.end(); return; }
    request.resume().on('end', () => {
      waiting.push(response);
      if (waiting.length < n) return;
      waiting.forEach((open, i) => open.writeHead(statuses[i % statuses.length] ?? 200, { 'x-served-by': `api-${(i % 2) + 1}` }).end('{"accessToken":"hunter2","ok":true}'));
      waiting = [];
    });
  };
}

/** A listener on loopback that answers nothing and hands over what it receives. */
export async function listen(onData: (chunk: string) => void): Promise<{ url: string } & AsyncDisposable> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => onData(chunk.toString()));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((closed) => server.close(closed));
    },
  };
}
