/** Builds messages of the Postgres protocol by hand, to send what no driver would. */

function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

const text = (...parts: string[]): Buffer => Buffer.from(parts.map(part => `${part}\0`).join(''));
const int16 = (value: number): Buffer => Buffer.from([value >> 8 & 255, value & 255]);
const int32 = (value: number): Buffer => { const bytes = Buffer.alloc(4); bytes.writeInt32BE(value); return bytes; };

export const send = {
  startup: (user: string, database: string): Buffer => {
    const body = Buffer.concat([int32(196608), text('user', user, 'database', database, 'application_name', 'raw'), Buffer.from([0])]);
    return Buffer.concat([int32(body.length + 4), body]);
  },
  request: (code: number): Buffer => Buffer.concat([int32(8), int32(code)]),
  query: (sql: string): Buffer => message('Q', text(sql)),
  parse: (name: string, sql: string): Buffer => message('P', Buffer.concat([text(name, sql), int16(0)])),
  bind: (portal: string, name: string, values: (string | null)[]): Buffer => message('B', Buffer.concat([
    text(portal, name), int16(0), int16(values.length),
    ...values.flatMap(value => (value === null ? [int32(-1)] : [int32(Buffer.byteLength(value)), Buffer.from(value)])), int16(0),
  ])),
  describe: (name: string): Buffer => message('D', Buffer.concat([Buffer.from('S'), text(name)])),
  execute: (portal: string): Buffer => message('E', Buffer.concat([text(portal), int32(0)])),
  sync: (): Buffer => message('S', Buffer.alloc(0)),
  flush: (): Buffer => message('H', Buffer.alloc(0)),
  close: (name: string): Buffer => message('C', Buffer.concat([Buffer.from('S'), text(name)])),
  copyData: (bytes: Buffer): Buffer => message('d', bytes),
  copyDone: (): Buffer => message('c', Buffer.alloc(0)),
  copyFail: (why: string): Buffer => message('f', text(why)),
  terminate: (): Buffer => message('X', Buffer.alloc(0)),
  any: message,
};
