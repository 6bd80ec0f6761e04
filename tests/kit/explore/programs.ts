import type { Random } from '../wire/random.js';

/** A small transactional program: what one connection sends, in order. */
export type Program = readonly string[];

const tables = ['a', 'a', 'b', 'b', 'c'] as const;
const levels = ['begin', 'begin', 'begin isolation level repeatable read', 'begin isolation level serializable'] as const;

/** Statements whose effect depends on what they see, so that a lost order shows in the end. */
function statement(random: Random): string {
  const table = random.pick(tables);
  const other = random.pick(tables);
  const row = 1 + random.below(2);
  return random.pick([
    () => `select sum(v) from ${table}`,
    () => `select v from ${table} where id = ${row} for update`,
    () => `update ${table} set v = v * 2 + ${random.below(3)} where id = ${row}`,
    () => `update ${table} set v = v + (select sum(v) from ${other}) where id = ${row}`,
    () => `insert into ${table} values (${3 + random.below(2)}, (select count(*) from ${other}))`,
    () => `delete from ${table} where v > ${5 + random.below(10)}`,
    () => `insert into log select 1 where not exists (select 1 from log)`,
  ])();
}

/** A program of one to three statements, in a transaction or not. */
export function randomProgram(random: Random): Program {
  const statements = Array.from({ length: 1 + random.below(3) }, () => statement(random));
  return random.next() < 0.25 ? statements : [random.pick(levels), ...statements, random.next() < 0.85 ? 'commit' : 'rollback'];
}

/** Statements that single rows out, refer to other rows, and may come to write equal ones. */
function keyed(random: Random): string {
  const row = 1 + random.below(2);
  const other = 1 + random.below(3);
  return random.pick([
    () => `update p set v = v * 2 + ${random.below(3)} where id = ${row}`,
    () => `update p set code = code + ${other} where id = ${row}`,
    () => `update p set v = v + (select count(*) from k where p = ${row}) where code = ${other}`,
    () => `insert into p (id, code, v) values (${2 + random.below(2)}, ${other}, 1) on conflict (id) do update set v = p.v * 2`,
    () => `insert into p (id, code, v) values (${2 + random.below(2)}, ${other}, 1) on conflict do nothing`,
    () => `insert into k (p, v) select id, v from p where id = ${row}`,
    () => `insert into k (p, v) values (${other}, ${random.below(3)})`,
    () => `delete from p where id = ${row}`,
    () => `update k set p = ${other} where p = ${row}`,
    () => `select v from p where id = ${other}`,
    () => `select x.v, y.v from p x join k y on y.p = x.id where x.id = ${row} for update of x`,
    () => `select count(*) from k where p = ${row}`,
    () => `with gone as (delete from k where p = ${row} returning v) update p set v = v + (select count(*) from gone) where id = ${other}`,
  ])();
}

/** A program of one or two statements on tables with keys. */
export function keyedProgram(random: Random): Program {
  const statements = Array.from({ length: 1 + random.below(2) }, () => keyed(random));
  return random.next() < 0.25 ? statements : [random.pick(['begin', 'begin', 'begin isolation level repeatable read', 'begin isolation level serializable']), ...statements, random.next() < 0.85 ? 'commit' : 'rollback'];
}

/** Statements on so few rows that hardly any two can change places: what is lost only among three is lost where all three meet. */
function crowded(random: Random): string {
  const table = random.pick(['a', 'a', 'a', 'b']);
  const other = random.pick(['a', 'b']);
  return random.pick([
    () => `select sum(v) from ${table}`,
    () => `update ${table} set v = v * 2 + ${random.below(3)} where id = 1`,
    () => `update ${table} set v = v + (select sum(v) from ${other}) where id = 1`,
    () => `insert into ${table} values (3, (select sum(v) from ${other}))`,
    () => `delete from ${table} where v > ${2 + random.below(4)}`,
  ])();
}

/** Three programs of few statements: without a bound, each statement more multiplies the orders of three. */
export function threePrograms(random: Random): Program[] {
  const [one, two, three] = [crowded(random), crowded(random), crowded(random)];
  return random.pick<() => Program[]>([
    () => [[one], [two], [three]],
    () => [[one, crowded(random)], [two], [three]],
    () => [[random.pick(levels), one, 'commit'], [two], [three]],
  ])();
}

export const programSchema = `
  create table a (id int primary key, v int); create table b (id int primary key, v int); create table c (id int primary key, v int);
  create table log (n int);
  create table p (id int primary key, code int unique, v int); create table k (p int references p on delete cascade, v int)`;

export const programReset = `
  truncate a, b, c, log, p, k; insert into p values (1, 1, 1), (2, 2, 2); insert into k values (1, 1); insert into a values (1, 1), (2, 2); insert into b values (1, 3), (2, 4); insert into c values (1, 5), (2, 6)`;
