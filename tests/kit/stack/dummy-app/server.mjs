// The smallest application that uses everything a deployment gives: the stack's own tests deploy it.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const { HOST, PORT, INSTANCE, FILES_DIR, GREETING } = process.env;

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/healthz') response.end('well');
  else if (pathname === '/who') response.end(JSON.stringify({ instance: INSTANCE, pid: process.pid, greeting: GREETING, environment: Object.keys(process.env) }));
  else if (pathname === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: first\n\n'); // and never ends: it arrives only where nothing buffers
  } else if (pathname === '/file') {
    appendFileSync(join(FILES_DIR ?? '', 'written'), `${INSTANCE}\n`);
    response.end();
  } else if (pathname === '/crash') process.exit(7);
  else {
    response.statusCode = 404;
    response.end();
  }
}).listen(Number(PORT), HOST, () => console.log(`${INSTANCE} listens`));
