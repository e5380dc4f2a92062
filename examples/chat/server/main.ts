// Serves the built page and its route: npm start.
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { loadEnvironment } from './environment.ts';
import { setProvider } from './provider.ts';

loadEnvironment();
setProvider(process.env);
// After the environment has been read, which the route looks at once.
const { GET, POST } = await import('./route.ts');

const app = new Hono();
app.get('/api/chat', () => GET());
app.post('/api/chat', ({ req }) => POST(req.raw));
app.use('*', serveStatic({ root: fileURLToPath(new URL('../dist', import.meta.url)) }));

const port = Number(process.env['PORT'] ?? 3000);
// For whoever sits at this machine: the switches are no thing for a network.
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) => {
  console.log(`The chat is at http://localhost:${address.port}`);
});
