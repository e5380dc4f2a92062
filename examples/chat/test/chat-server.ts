import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface ChatServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server as `npm start` does, on a free port, with nothing of this machine's own settings. */
export async function startChat(settings: Readonly<Record<string, string>> = {}): Promise<ChatServer> {
  const own = Object.entries(process.env).filter(([name]) => !/^(CHAT|PANW|AI_GATEWAY)_/.test(name));
  const main = fileURLToPath(new URL('../server/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main], {
    // Where nobody keeps an `.env`.
    cwd: tmpdir(),
    env: { ...Object.fromEntries(own), PORT: '0', CHAT_DELAY_MS: '12', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /http:\/\/localhost:\d+/.exec(printed)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`The server did not start: ${printed}`)));
  });
  return {
    url: url.replace('localhost', '127.0.0.1'),
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
