export { type GuardrailMiddleware, guardrailMiddleware } from './middleware.js';
