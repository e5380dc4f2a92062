export { type GuardrailAgentMiddlewareOptions, guardrailAgentMiddleware } from './middleware.js';
