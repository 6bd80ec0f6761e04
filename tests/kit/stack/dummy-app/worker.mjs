console.log(`${process.env.INSTANCE} works`);
setInterval(() => undefined, 1_000_000);
