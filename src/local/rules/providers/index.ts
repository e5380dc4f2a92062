import type { Rule } from '../../matcher/rule.js';
import { AI_SERVICES_RULES } from './ai-services.js';
import { ATLASSIAN_RULES } from './atlassian.js';
import { AWS_RULES } from './aws.js';
import { AZURE_RULES } from './azure.js';
import { BUSINESS_SERVICES_RULES } from './business-services.js';
import { CLOUDFLARE_RULES } from './cloudflare.js';
import { CLOUDS_RULES } from './clouds.js';
import { DEVELOPER_SERVICES_RULES } from './developer-services.js';
import { DISCORD_RULES } from './discord.js';
import { DOCKER_RULES } from './docker.js';
import { GITHUB_RULES } from './github.js';
import { GITLAB_RULES } from './gitlab.js';
import { GOOGLE_RULES } from './google.js';
import { GRAFANA_RULES } from './grafana.js';
import { IBM_RULES } from './ibm.js';
import { MESSAGING_SERVICES_RULES } from './messaging-services.js';
import { NEW_RELIC_RULES } from './new-relic.js';
import { NPM_RULES } from './npm.js';
import { OBSERVABILITY_SERVICES_RULES } from './observability-services.js';
import { OPENAI_RULES } from './openai.js';
import { PACKAGE_REGISTRIES_RULES } from './package-registries.js';
import { POSTHOG_RULES } from './posthog.js';
import { SENTRY_RULES } from './sentry.js';
import { SLACK_RULES } from './slack.js';
import { SQUARE_RULES } from './square.js';
import { STRIPE_RULES } from './stripe.js';
import { TWILIO_RULES } from './twilio.js';
import { YANDEX_RULES } from './yandex.js';

/** Credentials by the formats that their providers publish. */
export const PROVIDER_RULES: readonly Rule[] = [
  ...AWS_RULES,
  ...GOOGLE_RULES,
  ...CLOUDS_RULES,
  ...CLOUDFLARE_RULES,
  ...YANDEX_RULES,
  ...AZURE_RULES,
  ...GITHUB_RULES,
  ...GITLAB_RULES,
  ...ATLASSIAN_RULES,
  ...NPM_RULES,
  ...PACKAGE_REGISTRIES_RULES,
  ...DOCKER_RULES,
  ...OPENAI_RULES,
  ...AI_SERVICES_RULES,
  ...POSTHOG_RULES,
  ...SLACK_RULES,
  ...DISCORD_RULES,
  ...MESSAGING_SERVICES_RULES,
  ...TWILIO_RULES,
  ...STRIPE_RULES,
  ...SQUARE_RULES,
  ...BUSINESS_SERVICES_RULES,
  ...NEW_RELIC_RULES,
  ...GRAFANA_RULES,
  ...SENTRY_RULES,
  ...OBSERVABILITY_SERVICES_RULES,
  ...DEVELOPER_SERVICES_RULES,
  ...IBM_RULES,
];
