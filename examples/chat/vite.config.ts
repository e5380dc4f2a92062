import { getRequestListener } from '@hono/node-server';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { loadEnvironment } from './server/environment.ts';
import { setProvider } from './server/provider.ts';

/** The route beside the page in `npm run dev`, loaded anew when it is edited. */
const route: Plugin = {
  name: 'chat-route',
  configureServer(server) {
    loadEnvironment();
    setProvider(process.env);
    const answer = getRequestListener(async (request) => {
      const { GET, POST } = await server.ssrLoadModule('/server/route.ts');
      return request.method === 'POST' ? POST(request) : GET();
    });
    server.middlewares.use((request, response, next) => {
      if (request.url === '/api/chat') answer(request, response).catch(next);
      else next();
    });
  },
};

export default defineConfig({ plugins: [react(), route] });
