export { GuardrailCallbackHandler, type GuardrailCallbackHandlerOptions } from './callback-handler.js';
