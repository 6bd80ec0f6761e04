/** Owns a stack with one deployment until it is killed, as a runner does. Prints what it has as one line of JSON. */
import { startSupervisor } from '../../../../fixtures/stack/start-supervisor.js';
import { connectStack } from '../../../../fixtures/stack/client.js';
import { dummy } from '../dummy.application.js';

const { connection, folder, pid } = await startSupervisor();
const { session } = await connection.call('hello', { role: 'owner', application: dummy });
const stack = await connectStack({ mode: 'embedded', socket: folder.socket, session });
const { baseURL, processes } = await stack.deploy(dummy, { instances: 1, workers: 1 });
console.log(JSON.stringify({ folder: folder.path, supervisor: pid, baseURL, processes: processes.map((process) => process.pid) }));
setInterval(() => undefined, 60_000);
