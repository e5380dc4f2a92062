export type { GuardrailResults, GuardrailVerdict } from '../guard/index.js';
export { guardChatRequest } from './chat-request.js';
export { type AnyEmbeddingModel, guardEmbeddingModel } from './embedding.js';
export { type AnyImageModel, guardImageModel } from './image.js';
export { guardMessages } from './messages.js';
export { type GuardrailMiddleware, guardrailMiddleware } from './middleware.js';
export { type AnyLanguageModel, type GuardedModel, guardModel } from './model.js';
export { type AnyProvider, guardProvider } from './provider.js';
export { type AnyRerankingModel, guardRerankingModel } from './reranking.js';
export { type AnySpeechModel, guardSpeechModel } from './speech.js';
export {
  guardrailToolApproval,
  type InnerToolApproval,
  type ToolApproval,
  type ToolApprovalCall,
  type ToolApprovalOptions,
} from './tool-approval.js';
export { guardTools } from './tools.js';
export { type AnyTranscriptionModel, guardTranscriptionModel } from './transcription.js';
export {
  type GuardrailDataPart,
  type GuardrailDataParts,
  type GuardrailMessageMetadata,
  type GuardrailNotice,
  type GuardrailSummary,
  guardrailDataPart,
  guardrailErrorMessage,
  guardrailErrorMetadata,
  guardrailMessageMetadata,
} from './ui.js';
export { withGuardrailMetadata } from './ui-result.js';
export { getGuardrailResults } from './verdicts.js';
