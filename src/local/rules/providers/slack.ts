import type { Rule } from '../../matcher/rule.js';
import {
  alnum,
  base64url,
  digits,
  keyFormat,
  lowerAlnum,
  patternRule,
  sampleOf,
  upperAlnum,
} from '../secrets/format.js';

/** Credentials of Slack. */
export const SLACK_RULES: readonly Rule[] = [
  keyFormat(
    'SLACK_TOKEN',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxo-', 'xoxs-', 'xoxr-', 'xoxc-', 'xoxd-', 'xoxe-'],
    [base64url(12, 260)],
  ),
  keyFormat('SLACK_APP_TOKEN', ['xapp-'], [digits(1), '-', upperAlnum(8, 16), '-', digits(8, 16)]),
  patternRule({
    label: 'SLACK_WEBHOOK_TOKEN',
    trigger: { starts: ['hooks.slack.com/'] },
    pattern:
      /(?<![A-Za-z0-9])hooks\.slack\.com\/(?:services|workflows|triggers)\/[TE]\w{5,16}\/\w{6,24}\/[\w/]{10,64}/g,
    match: [
      sampleOf('https://hooks.slack.com/services/T', upperAlnum(8), '/B', upperAlnum(8), '/', alnum(24)),
    ],
    noMatch: ['https://hooks.slack.com/services/', 'https://hooks.slack.com/services/T000/B000/XXXX'],
  }),
  keyFormat(
    'SLACK_APP_TOKEN',
    ['xapp-'],
    [digits(1), '-', upperAlnum(8, 16), '-', digits(8, 16), '-', lowerAlnum(32, 80)],
  ),
  keyFormat('SLACK_CONFIG_TOKEN', ['xoxe.xoxb-', 'xoxe.xoxp-'], [base64url(100, 260)]),
];
