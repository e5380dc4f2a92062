export { GuardrailCallbackHandler, type GuardrailCallbackHandlerOptions } from './callback-handler.js';
export { type AnyChatModel, guardChatModel } from './chat-model.js';
export { type GuardRetrieverOptions, guardRetriever } from './retriever.js';
export { type GuardRunnableOptions, guardRunnable } from './runnable.js';
export { guardTool } from './tool.js';
