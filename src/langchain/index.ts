export { GuardrailCallbackHandler, type GuardrailCallbackHandlerOptions } from './callback-handler.js';
export { type AnyChatModel, guardChatModel } from './model/guard-model.js';
export { type GuardRetrieverOptions, guardRetriever } from './steps/retriever.js';
export { type GuardRunnableOptions, guardRunnable } from './steps/runnable.js';
export { guardTool } from './steps/tool.js';
