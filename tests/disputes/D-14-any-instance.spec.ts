import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, ensemble, expect, type DisputeJob, type DisputeSession } from './disputes.fixture.js';

const ROWS = 40;
const READS = 20;
const STEPS = ['uploader', 'validator', 'submitter', 'reader'];

/** What must be equal however the steps were spread over instances. */
const essence = ({ status, total, processed, inserted, duplicates }: DisputeJob) => ({ status, total, processed, inserted, duplicates });

ensemble('D-14 upload, validate, submit and status each served by another instance', { roles: STEPS },
  async ({ role, target, users, signIn, desk, agree, gather, together, rendezvous, everythingHolds }) => {
    const instances = target.processes.filter(({ kind }) => kind === 'api');
    const here = instances[STEPS.indexOf(role) % instances.length];
    // One person with a device at each instance: what one instance did, the next must know.
    const owner = await agree('owner', async () => (await users(1))[0].credentials);
    const mine = desk(await signIn(owner, { at: here }));
    /** Only the one whose turn it is acts; the others learn what it was answered. */
    const turn = async <T>(who: string, what: string, act: () => Promise<T>) => (await gather(what, role === who ? await act() : null))[who] as T;

    const { id } = await turn('uploader', 'uploaded', async () => answered<DisputeSession>(await mine.upload({ name: 'disputes.csv', content: csv(newDisputes(ROWS, 'MANY')) }), 201));
    const validated = await turn('validator', 'validated', async () => answered<DisputeSession>(await mine.validate(id), 200));
    expect(validated).toMatchObject({ status: 'VALIDATED', rowCount: ROWS });
    const { job } = await turn('submitter', 'submitted', async () => answered<{ job: DisputeJob }>(await mine.submit(id), 202));
    const done = await turn('reader', 'ended', async () => mine.ended(job.id));

    const reading = await together('all instances read the job', async () => {
      for (let i = 0; i < READS - 1; i++) await mine.job(job.id);
      return answered<DisputeJob>(await mine.job(job.id), 200);
    });
    expect(reading.values, 'every instance tells the same').toEqual(STEPS.map(() => done));
    expect(reading.instances).toEqual(instances.map(({ name }) => name).slice(0, STEPS.length));

    const onOne = await turn('uploader', 'on one instance', async () => mine.ended((await mine.hand({ name: 'disputes.csv', content: csv(newDisputes(ROWS, 'ONE')) })).job.id));
    expect(essence(done), 'the same as on one instance').toEqual(essence(onOne));
    await everythingHolds();
    await rendezvous('all have judged');
  });
