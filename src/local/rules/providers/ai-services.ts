import type { Rule } from '../../matcher/rule.js';
import {
  alnum,
  base64url,
  hex,
  keyFormat,
  lowerAlnum,
  patternRule,
  sampleOf,
  uuid,
  word,
} from '../secrets/format.js';
import { isMasked } from '../secrets/placeholder.js';
import { nextLines, withNextLines } from '../secrets/wrapped.js';

/** Credentials of further providers of models and related services, by published format. */
export const AI_SERVICES_RULES: readonly Rule[] = [
  patternRule({
    label: 'ANTHROPIC_API_KEY',
    trigger: { starts: ['sk-ant-'] },
    pattern: new RegExp(
      `(?<![A-Za-z0-9])sk-ant-[a-z]{3,8}\\d{0,2}-[\\w-]{24,255}${nextLines('\\w-', 2)}(?![\\w-])`,
      'g',
    ),
    accept: (match) => (isMasked(match) ? 0 : withNextLines(match)),
    match: [sampleOf('sk-ant-api03-', base64url(95)), sampleOf('sk-ant-oat01-', base64url(80))],
    noMatch: ['sk-ant-short', 'sk-ant-api02-notarealkey', sampleOf('ssk-ant-api03-', base64url(95))],
  }),
  keyFormat('HUGGINGFACE_TOKEN', ['hf_', 'api_org_'], [alnum(34)]),
  keyFormat('GROQ_API_KEY', ['gsk_'], [alnum(52)]),
  keyFormat('PERPLEXITY_API_KEY', ['pplx-'], [alnum(48, 56)]),
  keyFormat('REPLICATE_API_TOKEN', ['r8_'], [alnum(37, 40)]),
  keyFormat('XAI_API_KEY', ['xai-'], [alnum(70, 90)]),
  keyFormat('LANGSMITH_API_KEY', ['lsv2_pt_', 'lsv2_sk_'], [hex(32), '_', hex(10)]),
  keyFormat('LANGSMITH_API_KEY', ['ls__'], [hex(32)]),
  keyFormat('LANGFUSE_SECRET_KEY', ['sk-lf-'], [uuid]),
  keyFormat('OPENROUTER_API_KEY', ['sk-or-v1-'], [hex(64)]),
  keyFormat('FIREWORKS_API_KEY', ['fw_'], [alnum(22, 24)]),
  keyFormat('TOGETHER_API_KEY', ['tgp_v1_'], [base64url(43)]),
  keyFormat('TAVILY_API_KEY', ['tvly-', 'tvly-dev-', 'tvly-prod-'], [alnum(32)]),
  keyFormat('PINECONE_API_KEY', ['pcsk_'], [alnum(5, 6), '_', alnum(60, 66)]),
  keyFormat('JINA_API_KEY', ['jina_'], [alnum(56, 64)]),
  keyFormat('VOYAGE_API_KEY', ['pa-'], [base64url(43)]),
  keyFormat('NVIDIA_API_KEY', ['nvapi-'], [base64url(60, 72)]),
  keyFormat('ELEVENLABS_API_KEY', ['sk_'], [hex(48)]),
  keyFormat('CEREBRAS_API_KEY', ['csk-'], [lowerAlnum(48)]),
  keyFormat('E2B_API_KEY', ['e2b_'], [hex(40)]),
  keyFormat('FIRECRAWL_API_KEY', ['fc-'], [hex(32)]),
  keyFormat('ANYSCALE_API_KEY', ['esecret_'], [lowerAlnum(26)]),
  keyFormat('MODAL_TOKEN', ['ak-', 'as-'], [alnum(22)]),
  keyFormat('LLAMA_CLOUD_API_KEY', ['llx-'], [alnum(48)]),
  keyFormat('MEM0_API_KEY', ['m0-'], [alnum(40)]),
  keyFormat('APIFY_API_TOKEN', ['apify_api_'], [alnum(30, 40)]),
  keyFormat('BROWSERBASE_API_KEY', ['bb_live_'], [base64url(27)]),
  keyFormat('HELICONE_API_KEY', ['sk-helicone-', 'pk-helicone-'], [base64url(27, 40)]),
  keyFormat('DATASTAX_TOKEN', ['AstraCS:'], [alnum(24), ':', hex(64)]),
  keyFormat('FRIENDLI_TOKEN', ['flp_'], [word(40, 56)]),
];
