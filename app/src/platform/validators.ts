/** What of Ajv is used here. */
interface Compiler {
  compile: (schema: never) => object;
}

/**
 * Makes Ajv write the code that checks a schema when the first request needs it, and not at the start: most processes are asked for a few of their
 * hundred routes, and writing it for all of them was 40 % of what a start cost. Hand it to Fastify as `ajv.onCreate`.
 *
 * A schema that Ajv refuses therefore shows at the first request of its route, as a failure logged with status 500.
 */
export function compileWhenFirstUsed(ajv: Compiler): void {
  const compile = ajv.compile.bind(ajv);
  ajv.compile = (schema) => {
    let compiled: object | undefined;
    const validator = () => (compiled ??= compile(schema)) as (...args: unknown[]) => unknown;
    // Fastify calls it, and reads members of it (`errors`, `schemaEnv`).
    return new Proxy(() => undefined, {
      apply: (_target, self, args: unknown[]) => Reflect.apply<unknown, unknown[], unknown>(validator(), self, args),
      get: (_target, member): unknown => Reflect.get(validator(), member),
    });
  };
}
