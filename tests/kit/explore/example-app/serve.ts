import { ExampleApp } from './app.js';

/** The example as a program, for a deployment. */
const { DATABASE_URL = '', HOST = '', PORT } = process.env;
await ExampleApp.start(DATABASE_URL, 10, { host: HOST, port: Number(PORT) });
