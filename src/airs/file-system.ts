import type * as FileSystem from 'node:fs/promises';
import { AirsError } from './errors.js';

type Builtins = { readonly getBuiltinModule?: (name: string) => typeof FileSystem | undefined };

/**
 * Returns the file system of Node, Deno or Bun. It is looked up at run time, because an `import` of a built-in module
 * breaks bundles for browsers and workers, which share the chunk.
 * @throws AirsError of kind `config` if the runtime has no file system
 */
export function fileSystem(): Pick<typeof FileSystem, 'readFile'> {
  const { process } = globalThis as { process?: Builtins };
  const builtin = process?.getBuiltinModule?.('node:fs/promises');
  if (builtin === undefined) {
    throw new AirsError('config', 'Files cannot be read here: that needs Node 20.16 or later, Deno or Bun');
  }
  return builtin;
}
