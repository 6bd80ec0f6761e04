/** Has a deployment on this run's stack until it is killed, as a test worker does. Prints it as one line of JSON. */
import { connectStack } from '../../../../fixtures/stack/client.js';
import { dummy } from '../dummy.application.js';

const stack = await connectStack();
const { baseURL, processes, stores } = await stack.deploy(dummy, { instances: 1, workers: 1 });
console.log(JSON.stringify({ baseURL, processes: processes.map((process) => process.pid), postgres: stores.postgres }));
setInterval(() => undefined, 60_000);
