/** The environment variables of the process, as commands read them. */
export function cliEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
