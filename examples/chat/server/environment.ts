import { existsSync } from 'node:fs';

/** Reads `.env`, where variables that are set already win, and opens the page's switches unless somebody has said no. */
export function loadEnvironment(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.env['CHAT_SWITCHES'] ??= 'on';
}
