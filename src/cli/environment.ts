/** Returns the environment variables of the process. Commands read them only here. */
export function cliEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
