// The embedded engine beside detectors of npm packages that run offline, for the same kinds of data in the same run.

import { dlpRules, sensitiveData } from 'airs-guardrails/local';
import { detectCreditCard, detectEmail, detectIP, detectMacAddress } from 'langchain';
import { z } from 'zod';
import { compare, throughput } from '../measure.js';
import { dense, prose } from '../texts.js';
import { installPeer } from './install.js';

const { pii } = z
  .looseObject({ pii: z.custom<(context: unknown, text: string, config: unknown) => Promise<unknown>>() })
  .parse(installPeer('openai-guardrails')('./node_modules/@openai/guardrails/dist/checks/pii.js'));

const labels = (...wanted: readonly string[]) =>
  sensitiveData({ rules: dlpRules.filter(({ label }) => wanted.includes(label)) });
const like = {
  langchain: labels('EMAIL', 'CREDIT_CARD', 'IP_ADDRESS', 'MAC_ADDRESS'),
  openai: labels('EMAIL', 'CREDIT_CARD', 'IP_ADDRESS', 'IBAN', 'US_SSN', 'PHONE'),
};
const entities = ['EMAIL_ADDRESS', 'CREDIT_CARD', 'IP_ADDRESS', 'IBAN_CODE', 'US_SSN', 'PHONE_NUMBER'];

function withLangchain(text: string): number {
  return [detectEmail, detectCreditCard, detectIP, detectMacAddress].reduce(
    (sum, detect) => sum + detect(text).length,
    0,
  );
}
const withOpenai = (text: string) => pii({}, text, { entities, block: true, detect_encoded_pii: false });

/** Measures and prints the speed of each, and what a hostile text takes. */
export async function compareDetectors(): Promise<void> {
  for (const [name, text] of Object.entries({ prose, dense })) {
    await throughput(`mail, card, IP and MAC address in ${name}`, text.length, 7, {
      'airs-guardrails': () => like.langchain.find(text),
      'langchain 1.5': () => withLangchain(text),
    });
    await throughput(`mail, card, IP address, IBAN, SSN and phone in ${name}`, text.length, 5, {
      'airs-guardrails': () => like.openai.find(text),
      '@openai/guardrails 0.2': () => withOpenai(text),
    });
  }
  const hostile = 'a.'.repeat(4000);
  await compare('8 KB of "a." repeated', 5, {
    'airs-guardrails, all rules': () => sensitiveData().find(hostile),
    'langchain 1.5': () => withLangchain(hostile),
    '@openai/guardrails 0.2': () => withOpenai(hostile),
  });
}
