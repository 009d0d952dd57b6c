/**
 * What runs design documents' JavaScript, in a process of its own: no file, no network, no code from strings outside its
 * context. The function is sent as text, so it may use nothing from outside itself. Lines of JSON in, lines of JSON out.
 */
type Call = { id: number; op: string; [argument: string]: unknown };

export function designProgram(): void {
  const { createContext, Script } = process.getBuiltinModule('node:vm');
  const { createInterface } = process.getBuiltinModule('node:readline');
  const { stdin, stdout } = process;

  /** Runs inside the context; strings go in and out, no object of the outside ever does. */
  const guest = (): void => {
    const own = globalThis as unknown as Record<string, unknown>;
    let emitted: unknown[][] = [];
    let design: Record<string, unknown> = {};
    const compiled: Record<string, unknown> = {};
    own['emit'] = (key: unknown, value: unknown): void => {
      if (emitted.length >= 10_000) throw new Error('too many rows of one document');
      emitted.push([key === undefined ? null : key, value === undefined ? null : value]);
    };
    own['log'] = (): void => undefined;
    own['isArray'] = Array.isArray;
    own['toJSON'] = JSON.stringify;
    own['sum'] = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    const modules: Record<string, { exports: unknown }> = {};
    const load = (path: string, from: readonly string[]): unknown => {
      const parts = path.startsWith('.') ? [...from] : [];
      for (const part of path.split('/')) {
        if (part === '..') parts.pop();
        else if (part !== '.' && part !== '') parts.push(part);
      }
      let found: unknown = design;
      for (const part of parts) found = (found as Record<string, unknown> | undefined)?.[part];
      if (typeof found !== 'string') throw new Error(`no module ${path}`);
      const name = parts.join('/');
      const known = modules[name];
      if (known !== undefined) return known.exports;
      const made = { exports: {} as unknown };
      modules[name] = made;
      const body = (0, eval)(`(function (module, exports, require) { ${found}\n})`) as (...given: unknown[]) => void;
      body.call({}, made, made.exports, (inner: string) => load(inner, parts.slice(0, -1)));
      return made.exports;
    };
    own['require'] = (path: string): unknown => load(path, []);
    const compile = (source: string): ((...given: unknown[]) => unknown) => {
      const known = compiled[source];
      const made: unknown = known ?? (0, eval)(`(${source.trim().replace(/;$/, '')}\n)`);
      if (typeof made !== 'function') throw new SyntaxError('not a function');
      compiled[source] = made;
      return made as (...given: unknown[]) => unknown;
    };
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) {
        Object.freeze(value);
        for (const member of Object.values(value)) freeze(member);
      }
      return value;
    };
    const mapOne = (sources: readonly string[], doc: unknown): unknown =>
      sources.map((source) => {
        emitted = [];
        try {
          compile(source)(doc);
        } catch {
          // A document that a map function cannot read has no rows, as in CouchDB.
          emitted = [];
        }
        return emitted;
      });
    const answer = (call: Record<string, unknown>): unknown => {
      const [fn, docs] = [String(call['fn']), call['docs'] as unknown[]];
      switch (call['op']) {
        case 'compile':
          compile(fn);
          return true;
        case 'map':
          return docs.map((doc) => mapOne(call['fns'] as string[], freeze(doc)));
        case 'filter':
          return docs.map((doc) => Boolean(compile(fn)(doc, call['req'])));
        case 'viewFilter':
          return docs.map((doc) => ((mapOne([fn], doc) as unknown[][])[0]?.length ?? 0) > 0);
        case 'reduce':
          return (call['groups'] as { keys: unknown; values: unknown }[]).map(({ keys, values }) => {
            const made = compile(fn)(keys, values, call['rereduce'] === true);
            return made === undefined ? null : made;
          });
        case 'validate':
          compile(fn)(call['doc'], call['old'], call['user'], call['security']);
          return true;
        case 'regex':
          return (call['texts'] as [string, string][]).map(([pattern, text]) => new RegExp(pattern, 'u').test(text));
        default:
          throw new Error('unknown call');
      }
    };
    Object.defineProperty(own, '__design', {
      value: (line: string) => {
        design = JSON.parse(line) as Record<string, unknown>;
        return '{"value":true}';
      },
    });
    Object.defineProperty(own, '__answer', {
      value: (line: string): string => {
        try {
          return JSON.stringify({ value: answer(JSON.parse(line) as Record<string, unknown>) });
        } catch (thrown) {
          const object = typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>) : {};
          const told = (name: string): string | undefined => (object[name] === undefined ? undefined : String(object[name]));
          return JSON.stringify({
            thrown: {
              forbidden: told('forbidden'),
              unauthorized: told('unauthorized'),
              name: told('name'),
              message: told('message') ?? String(thrown),
            },
          });
        }
      },
    });
  };

  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: true, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  new Script(`(${guest.toString()})()`).runInContext(context);
  // What is left in the outer context is taken away too: nothing there is needed any more.
  const outer = globalThis as unknown as Record<string, unknown>;
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'process', 'Buffer', 'require', 'module', 'WebAssembly']) {
    try {
      Object.defineProperty(outer, name, { value: undefined });
    } catch {
      delete outer[name];
    }
  }
  createInterface({ input: stdin }).on('line', (line: string) => {
    const call = JSON.parse(line) as Call;
    const name = call.op === 'design' ? '__design' : '__answer';
    const inner = call.op === 'design' ? JSON.stringify(call['doc']) : line;
    let text: string;
    try {
      text = String(new Script(`${name}(${JSON.stringify(inner)})`).runInContext(context));
    } catch {
      text = JSON.stringify({ thrown: { message: 'the function failed' } });
    }
    stdout.write(`{"id":${call.id},"answer":${text}}\n`);
  });
}
