export { GuardrailCallbackHandler, type GuardrailCallbackHandlerOptions } from './callback-handler.js';
export { type GuardrailResults, type GuardrailVerdict, getGuardrailResults } from './content/verdicts.js';
export { type AnyChatModel, guardChatModel } from './model/guard-model.js';
export { type AnyEmbeddings, guardEmbeddings } from './steps/embeddings.js';
export { type AnyTextModel, guardLLM } from './steps/llm.js';
export { guardMessages } from './steps/messages.js';
export { type GuardRetrieverOptions, guardRetriever } from './steps/retriever.js';
export { type GuardRunnableOptions, guardRunnable } from './steps/runnable.js';
export { type GuardToolOptions, guardTool } from './steps/tool.js';
