export type { Fault, Incomplete } from './faults.js';
export type { WireFlag } from './flags.js';
export type {
  AirsServerOptions,
  MaskStyle,
  OffsetUnit,
  ProfileEffect,
  RequestEvent,
  ServerLimits,
  ServerProfile,
} from './options.js';
export type { Endpoint } from './routes.js';
export { type AirsServer, createAirsServer } from './server.js';
