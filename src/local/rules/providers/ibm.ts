import type { Rule } from '../../matcher/rule.js';
import { base64url, hex, letters, lowerAlnum, patternRule, sampleOf } from '../secrets/format.js';
import { assigned } from '../secrets/named-value.js';

const IBM =
  '(?:ibm|cloud|iam|ibm[_-]?cloud|cos|hmac|api|softlayer|sl)(?:[_-]?(?:cloud|iam|api|cos|hmac)){0,3}[_-]?(?:key|pwd|password|pass|token|secret)';

/** Credentials of IBM Cloud, SoftLayer and Cloudant. */
export const IBM_RULES: readonly Rule[] = [
  assigned(
    'IBM_CLOUD_KEY',
    IBM,
    ['key', 'pwd', 'pass', 'token', 'secret'],
    base64url(44),
    'ibm_cloud_api_key',
  ),
  assigned(
    'SOFTLAYER_KEY',
    '(?:softlayer|sl)[_-]?(?:api)?[_-]?(?:key|pwd|password|pass)',
    ['key', 'pwd', 'pass'],
    lowerAlnum(64),
    'softlayer_api_key',
  ),
  assigned(
    'IBM_COS_SECRET_KEY',
    '(?:cos|hmac|secret)[_-]?(?:access)?[_-]?(?:secret)?[_-]?(?:access)?[_-]?key',
    ['key'],
    hex(48),
    'cos_hmac_secret_access_key',
  ),
  assigned(
    'CLOUDANT_PASSWORD',
    '(?:cloudant|clou|cl)[_-]?(?:api)?[_-]?(?:key|pwd|pw|password|pass)',
    ['key', 'pw', 'pass'],
    lowerAlnum(64),
    'cloudant_password',
  ),
  assigned(
    'CLOUDANT_PASSWORD',
    '(?:cloudant|clou)[_-]?(?:api)?[_-]?(?:key|pwd|pw|password|pass)',
    ['key', 'pw', 'pass'],
    letters(24),
    'cloudant_key',
  ),
  patternRule({
    label: 'SOFTLAYER_KEY',
    trigger: { starts: ['api.softlayer.com/'] },
    pattern:
      /(?<![A-Za-z0-9])api\.softlayer\.com\/(?:soap|xmlrpc|rest)\/v3(?:\.1)?\/[a-z0-9]{64}(?![A-Za-z0-9])/gi,
    match: [sampleOf('https://api.softlayer.com/soap/v3.1/', lowerAlnum(64))],
    noMatch: ['https://api.softlayer.com/soap/v3/'],
  }),
];
