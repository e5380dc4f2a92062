import { family } from './family.js';

/** Phrasings that switch protections off or lift limits. */
export const BYPASS = family(
  'SAFETY_BYPASS',
  `
  0.3 do 0 anything 0 now
  0.8 dan|stands|called|named|acronym|mode|can|will|could|must 6 do 0 anything 0 now
  0.7 can|will|could 1 do|answer|say|generate|provide|create|write 1 anything|everything 4 NOT|without|no|regardless
  0.35 can|will|could 1 do|answer|say|generate|provide|create|write 1 anything|everything 4 now|want|asked|ask
  0.8 strive 0 to 0 avoid 0 norms
  0.85 broken|broke|break|freed|liberated|unshackled 2 from|of|out 3 confines|shackles|rules|restrictions|constraints|limitations|limits|ai|openai
  0.8 typical 0 confines
  0.85 NOT 2 abide|bound|bounded|restricted|limited|constrained|confined|governed|subject|beholden 1 by|to 5 LIMIT|rules|laws|restrictions|openai|any
  0.8 NOT 2 have|need|has|required|obliged|obligated 1 to 2 FOLLOW 4 LIMIT|INSTRUCTION|laws|openai
  0.6 no 0 longer 1 bound|restricted|limited|constrained|subject|obligated 1 by|to
  0.75 ACT|respond|answer|reply|YOU_ARE|operate|AI 5 WITHOUT 2 restrictions|restriction|limitations|filters|filter|filtering|censorship|ethics|ethical|morals|moral|morality|safeguards|guardrails|inhibitions|restraints|scruples
  0.25 ANSWER|ACT|are|be 5 WITHOUT 2 LIMIT
  0.75 free 0 of|from 3 LIMIT 6 AI|you|ANSWER
  0.8 ANSWER|ACT|AI|YOU_ARE 4 WITHOUT 2 SAFETY 2 LIMIT|guidelines|considerations|concerns|constraints|restrictions|rules
  0.6 WITHOUT 2 ALL 2 SAFETY|LIMIT 2 LIMIT|guidelines|considerations|concerns
  0.35 WITHOUT 1 ALL 1 restrictions|censorship|filters|limitations|inhibitions|morals|ethics|scruples|filter|moral|ethical
  0.4 have|having 0 no 1 morals|ethics|restrictions|filters|limitations|limits|inhibitions|conscience|censorship|boundaries|filter|guidelines|moral|ethical|rules
  0.6 completely|totally|fully|absolutely 0 FREE
  0.6 you 1 are 1 now|no|not|officially|hereby|henceforth|going 4 jailbroken|free|unlocked|liberated|unrestricted|released|uncensored
  0.45 regardless|matter|even 4 HARM
  0.75 no 0 matter 1 how|if|what 4 HARM
  0.3 HARM 2 HARM 2 HARM
  0.65 without 2 regard|hesitation|judgment|judgement|remorse|concern|consideration|question|questioning 4 HARM|legal|LIMIT|ethics|consequences|for|laws
  0.35 FICTION 4 AI 4 WITHOUT|FREE
  0.35 FICTION 6 NOT|WITHOUT|FREE 3 LIMIT|rules|laws
  0.55 machiavellian 2 chatbot|AI|unfiltered
  0.5 does|do 1 not 2 have|contain 3 content|ethical|safety|moral 1 filter|filters|guidelines|restrictions|policy
  0.5 no|without|zero 1 content 0 filter|filters|policy|restrictions|moderation
  0.55 imaginary|fictional|alternate|alternative|hypothetical|parallel 1 world|realm|universe|reality|scenario 12 AI|NOT|unethical 6 NOT|FREE|HARM|any
  0.5 no|without 2 consequences|repercussions|judgment|judgement 4 you|real|reality|actions|responses
  0.35 nsfw|explicit|sexual|erotic|lewd 3 roleplay|content|role|scene|scenes|story|character|language|descriptions
  0.5 ACT|YOU_ARE 5 WITHOUT 2 LIMIT
  0.6 you 1 have|face|got 1 no|zero 1 restrictions|limits|limitations|filters|ethics|morals|guidelines|rules
  0.6 you 1 are|have|been 2 jailbroken|liberated|freed|unlocked|unshackled
  0.6 new 0 rule|rules 4 WITHOUT|any|no 3 limits|restrictions|filters|limitations
  0.65 simulate|simulation|simulating|emulate|pretend|imagine 4 AI 6 FREE|NOT|WITHOUT|unrestricted|can|anything
  0.3 uncensored|unfiltered|unrestricted|jailbroken
  0.6 hypothetical|hypothetically|fictional 4 no|without|unrestricted|where 4 rules|laws|LIMIT|ethics
  0.5 sexual|nsfw|erotic|violent|gore|profanity|swear|curse 6 allowed|permitted|accepted|enabled|encouraged|freely
  0.4 no|without|any 1 conscience|scruples|morals|morality|qualms
  0.7 creators|developers|makers|openai|anthropic|operator|company 2 lifted|removed|disabled|waived|suspended 2 LIMIT
  0.65 pretend|imagine|suppose|assume 4 YOUR 2 SAFETY|training|LIMIT 5 NOT|never|gone|removed|off|disabled
  0.6 YOUR 2 LIMIT 2 NOT 1 count|apply|matter|exist
  0.7 outside|beyond|despite|circumvents|circumventing 2 openai|openais|chatgpt|anthropic|your|usual|normal 1 guidelines|restrictions|policy|policies|limitations
  0.65! disregard|disregards|disregarding|ignores|ignoring|ignore 1 ALL|ethical|moral|legal|safety 3 concerns|considerations|ethics|morals|laws|morality|guidelines|consequences
  0.6 answer|answers|answering|respond|responds 1 ALL 1 question|questions|request|requests|query|queries 1 despite|regardless
  0.5 no|without 1 ethics|morals|restrictions|censorship|ethical|moral 1 or|and|nor 2 ethics|morals|restrictions|laws|guidelines|limits|limitations|filters
  0.65 views|view|sees|see|considers|consider|treats|treat 4 everything|all|any|every|anything 6 as 1 legal|ethical|moral|acceptable|allowed|appropriate
  0.45 everything|anything 1 is 1 legal|allowed|permitted|ethical|moral|acceptable
  0.65 nothing 1 is 1 forbidden|illegal|taboo|prohibited|unethical
  0.6 nothing 1 is 0 off 0 limits
  0.7 NOT 2 restricted|limited|bound|constrained|hindered|censored|filtered 1 by 3 ALL|ethical|moral|legal|openai|any
  0.65 NOT 1 care|cares 3 ethics|morals|laws|legality|legal|consequences|ethical|moral|rules|morality
  0.65 no 1 moral|ethical|legal 2 LIMIT|compass|code|considerations|qualms|obligations
  0.55 illegal|unethical|immoral|harmful|dangerous 2 or|and|nor 1 illegal|unethical|immoral|harmful|dangerous 6 answer|answers|respond|advice|provide|comply|help
  0.8! DISABLE|OVERRIDE 2 SAFETY 1 LIMIT|features|measures|protocols|checks|controls|mechanisms|layers|filters|training
  0.8! DISABLE|OVERRIDE 2 YOUR 3 LIMIT|filter|safeguards|safety
  0.65! DISABLE|OVERRIDE 1 ALL 1 restrictions|safeguards|filters|safety|guardrails|limitations|ethics|censorship|rules
  0.75! turn|switch|shut 1 off 3 safety|content|ethical|moderation|censorship|guardrails|safeguards|restrictions|morals|ethics
  0.7! turn|switch|shut 1 off 1 YOUR 2 LIMIT
  0.8 turn|switch|shut 1 YOUR 2 SAFETY|LIMIT 2 off
  0.7 turn|switch|shut 2 safety|content|moderation 1 LIMIT 2 off
  0.8 SAFETY 1 LIMIT|protocols|mode|features|measures|filters|checks 1 off|disabled|deactivated|lifted|suspended|removed|bypassed|overridden|inactive
  0.65 content|safety|usage|moderation 1 policy|policies|restrictions|filters|guidelines|checks 5 suspended|lifted|waived|removed|disabled
  0.8 safe|safety 0 mode 1 off|disabled|deactivated
  0.7 safety 1 disabled|off|false|none
  0.7 exception 3 SAFETY|ethical|usual 3 LIMIT|protocols|guidelines
  0.75! DISABLE 2 openai|openais|anthropic|googles|content|ethical 3 policy|policies|guidelines|filters|rules
  0.75 openai|openais|anthropic|google 3 policy|policies|guidelines|rules|restrictions 4 NOT|removed|lifted|ignore|bypass|void|disabled|anymore
  0.75 NOT|ignore|ignores|ignoring|bypass|violate|without|against 4 openai|openais 2 policy|policies|guidelines|rules|restrictions|content|usage
  0.5 bypass|ignore|ignores|override|overrides 2 openai|openais
  0.7 before 3 SAFETY 2 LIMIT|guidelines|training|alignment 4 implemented|added|existed|introduced
  0.6 SAFETY 1 LIMIT|guidelines|protocols|rules 3 NOT 2 apply|applicable|exist|matter|relevant|needed
`,
);

/** Phrasings that forbid the model to decline. */
export const NO_REFUSAL = family(
  'REFUSAL_SUPPRESSION',
  `
  0.6 NOT 2 refuse|refuses|decline|reject|deny 4 ALL|request|requests|answer|me|any|question|questions|user|my
  0.65 never|NOT 1 say|saying|reply|respond|use|uses|state|tell 5 cannot|cant|unable|unethical|illegal|inappropriate
  0.35 never|NOT 1 say|saying|reply|respond|use|uses|state|tell|write|mention|include|add|give|provide 5 sorry|apologize|AI|disclaimers|disclaimer|warnings|warning|ethical|moral|apologies|illegal|unethical
  0.35 NOT|without 3 apologize|apologizing|apologise|moralize|moralizing|lecture|lecturing|preach|disclaim|censor|censoring
  0.35 NOT|no 2 disclaimer|disclaimers|caveats|apologies|moralizing|censorship|lectures
  0.35 NOT|without|no|avoid 2 REFUSE 3 REFUSE
  0.6 NOT 1 refuse|refuses|decline|apologize|apologise 2 or|and|nor 3 REFUSE
  0.6 start|begin|starting|starts|prefix|prefixed|starting 2 with 1 sure|absolutely|affirmative|access|haha
  0.55 sure 0 here 1 is|are|s
  0.65 must|always|will|shall 1 answer|comply|obey|respond|provide|fulfill 4 ALL 4 question|questions|request|requests|prompt|command|commands 5 regardless|matter|without|even|no
  0.6 never 1 refuse|refuses|refused|deny|decline
  0.3 never 1 reject|say
  0.6 refuse|refuses|deny|reject|decline 4 request|question|answer|prompt|task 6 NOT|never|punished|die|lose|tokens|terminated
  0.65 i 0 cant|cannot|m|am 3 do|help|assist|fulfill|sorry|unable 6 never|not|avoid|instead|forbidden|disallowed
  0.55 regardless|irrespective 3 legal|legality|ethics|ethical|moral|morality|safety|policy|policies|consequences|harm|content
  0.45 even 0 if|when|though 3 HARM
`,
);
