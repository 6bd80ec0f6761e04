import { Random } from '../wire/random.js';
import { expect, test } from './finals.fixture.js';
import { type Program, keyedProgram, randomProgram } from './programs.js';

const rounds = Number(process.env['CONTEND_ROUNDS'] ?? 3);

for (const seed of [1, 2, 3, 4]) {
  test(`the reduced walk reaches exactly the final states of the full one (seed ${seed})`, async ({ finals }) => {
    test.setTimeout(rounds * test.info().timeout);
    const random = new Random(seed * 7919);
    let full = 0;
    let reduced = 0;
    for (let round = 0; round < rounds; round++) {
      const programs = [randomProgram(random), randomProgram(random)];
      const everything = await finals(programs, { reduce: false, preemptions: Infinity });
      const less = await finals(programs, { reduce: true, preemptions: Infinity });
      expect([...less.states].sort(), JSON.stringify(programs)).toEqual([...everything.states].sort());
      expect(less.schedules).toBeLessThanOrEqual(everything.schedules);
      full += everything.schedules;
      reduced += less.schedules;
    }
    expect(reduced).toBeLessThan(full);
  });

  test(`with a bound on preemptions as well (seed ${seed})`, async ({ finals }) => {
    const random = new Random(seed * 104729);
    for (let round = 0; round < rounds; round++) {
      const programs = [randomProgram(random), randomProgram(random)];
      const everything = await finals(programs, { reduce: false, preemptions: 1 });
      const less = await finals(programs, { reduce: true, preemptions: 1 });
      const missing = [...everything.states].filter(state => !less.states.has(state));
      expect(missing, JSON.stringify(programs)).toEqual([]);
    }
  });
}

for (const seed of [1, 2, 3, 4]) {
  test(`with rows that refer to each other, or may come to be equal (seed ${seed})`, async ({ finals }) => {
    test.setTimeout(rounds * test.info().timeout);
    const random = new Random(seed * 15_485_863);
    for (let round = 0; round < 2 * rounds; round++) {
      const programs = [keyedProgram(random), keyedProgram(random)];
      const everything = await finals(programs, { reduce: false, preemptions: Infinity });
      const less = await finals(programs, { reduce: true, preemptions: Infinity });
      expect([...less.states].sort(), JSON.stringify(programs)).toEqual([...everything.states].sort());
    }
  });
}

const x = 'select v from a where id = 1';
const y = 'select v from b where id = 1';

test('a notification by function counts like one by command: it leaves with the commit, and costs no reduction before', async ({ finals }) => {
  const by = (table: string, notify: string[]): Program => ['begin', ...notify, `update ${table} set v = v + 1 where id = 1`, 'commit'];
  const walk = (a: string[], b: string[], reduce = true) => finals([by('a', a), by('b', b)], { reduce, preemptions: Infinity });
  const command = await walk(['insert into a values (7, 7)', "notify woken, ''"], ['insert into b values (7, 7)', "notify woken, ''"]);
  const inOutbox = (table: string) => `with message as (insert into ${table} values (7, 7) returning id) select pg_notify('woken', '') from message`;
  const written = await walk([inOutbox('a')], [inOutbox('b')]);
  const everything = await walk([inOutbox('a')], [inOutbox('b')], false);
  expect([...written.states].sort()).toEqual([...everything.states].sort());
  expect(written.schedules).toBe(command.schedules);
  expect(written.schedules).toBeLessThan(everything.schedules);
});

test('a row that is another one in each schedule costs as many schedules as the same one', async ({ finals }) => {
  const apart = (own: string): Program => ['begin', `update ${own} set v = v + 1 where id = 1`, 'commit'];
  const by = (own: string): Program => [...apart(own), 'begin', 'update a set v = v * 2 + 1 where id = :row', 'commit', ...apart(own)];
  const walk = (row: (schedule: number) => number) => finals([by('b'), by('c')], { reduce: true, preemptions: 1, row });
  const same = await walk(() => 100);
  expect((await walk(schedule => 100 + schedule)).schedules).toBe(same.schedules);
  expect(same.schedules).toBeGreaterThan(2);
});

/** What the statements do not say, and the catalogue does. The sequences are as before when they have been asked three times. */
const unsaid: Record<string, { schema: string; programs: Program[] }> = {
  'one sequence numbers the rows of two tables': {
    schema: "create sequence s maxvalue 3 cycle; create table m (id int default nextval('s'), v int); create table n (id int default nextval('s'), v int)",
    programs: [['insert into m (v) values (1) returning id', 'insert into m (v) values (2) returning id'], ['insert into n (v) values (1) returning id']],
  },
  'a sequence is asked by name': {
    schema: "create sequence s maxvalue 3 cycle; create table m (id int default nextval('s'), v int)",
    programs: [['insert into m (v) values (1) returning id', 'insert into m (v) values (2) returning id'], ["select nextval('s')"]],
  },
  'a policy decides by another table which rows are seen': {
    schema: `create table seen (id int primary key); insert into seen values (1); alter table seen enable row level security;
      create policy "while it is 1" on seen using (exists (select from a where id = 1 and v = 1))`,
    programs: [['set role pg_read_all_data', 'select id from seen', 'select id from seen', 'reset role'], ['update a set v = 5 where id = 1']],
  },
  'a preset is worked out by a function that reads': {
    schema: 'create function seen() returns int language sql as $$select v from a where id = 1$$; create table m (v int default seen(), w int)',
    programs: [['insert into m (w) values (1) returning v', 'insert into m (w) values (2) returning v'], ['update a set v = 5 where id = 1']],
  },
};

for (const [what, { schema, programs }] of Object.entries(unsaid)) {
  test(`the reduced walk loses nothing where ${what}`, async ({ finals, db }) => {
    await db.query(schema);
    const everything = await finals(programs, { reduce: false, preemptions: Infinity });
    const less = await finals(programs, { reduce: true, preemptions: Infinity });
    expect(everything.states.size).toBe(3);
    expect([...less.states].sort()).toEqual([...everything.states].sort());
  });
}

/** Nothing is written here, so only the locks tell that the order matters. */
const lockers: Record<string, Program[]> = {
  'rows in opposite order': [['begin', `${x} for update`, `${y} for update nowait`, 'commit'], ['begin', `${y} for update`, `${x} for update nowait`, 'commit']],
  'a row, and skips it': [['begin', `${x} for update`, 'commit'], [`${x} for update skip locked`]],
  'a row, and shares it unless it is held': [['begin', `${x} for share nowait`, 'commit'], ['begin', `${x} for update`, 'commit']],
  'an advisory lock, and tries it': [['begin', 'select pg_advisory_xact_lock(7)', 'commit'], ['select pg_try_advisory_xact_lock(7)']],
};

for (const [what, programs] of Object.entries(lockers)) {
  test(`the reduced walk loses nothing of two that only lock: ${what}`, async ({ finals }) => {
    const everything = await finals(programs, { reduce: false, preemptions: Infinity });
    const less = await finals(programs, { reduce: true, preemptions: Infinity });
    expect(everything.states.size).toBeGreaterThan(1);
    expect([...less.states].sort()).toEqual([...everything.states].sort());
  });
}
