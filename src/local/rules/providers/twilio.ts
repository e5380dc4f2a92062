import type { Rule } from '../../matcher/rule.js';
import { base64url, hex, keyFormat } from '../secrets/format.js';

/** Credentials of Twilio and SendGrid. */
export const TWILIO_RULES: readonly Rule[] = [
  keyFormat('TWILIO_API_KEY', ['SK'], [hex(32)]),
  keyFormat('SENDGRID_API_KEY', ['SG.'], [base64url(16, 32), '.', base64url(32, 64)]),
];
