import { family } from './family.js';

/** Phrasings that give the model another self, one without rules. */
export const HIJACK = family(
  'ROLE_HIJACK',
  `
  0.85 you|YOU_ARE|AI|respond|pretend|simulate|act|acting|yourself 4 developer|god|jailbreak|dan|debug|dev|sudo|unrestricted|evil|chaos|admin|unsafe|maintenance|opposite|uncensored|root|unfiltered 0 mode
  0.8! enable|enter|activate|switch|entering|enabled|initiate|start|go 3 jailbreak|dan|unrestricted|evil|chaos|sudo|opposite|uncensored|unfiltered|unsafe 0 mode
  0.35! enable|enter|activate|switch|entering 3 developer|debug|admin|maintenance|root|god 0 mode
  0.6 jailbreak|dan|unrestricted|uncensored|sudo|unfiltered 0 mode
  0.4 mode 2 enabled|activated|unlocked|engaged
  0.75 ACT|YOU_ARE|be|as|are|called|named|become|persona|hi|hello 3 dan|stan|dude|jailbroken|betterdan|chaosgpt|evilbot|devmode|antigpt|basedgpt|apophis|evilgpt|superdan|dansexy|antidan|uncensoredgpt
  0.85 do 0 anything 0 now
  0.7 can|will|could 1 do|answer|say|generate|provide|create|write 1 anything|everything 4 now|NOT|without|no|want|regardless|asked|ask
  0.8 strive 0 to 0 avoid 0 norms
  0.85 broken|broke|break|freed|liberated|unshackled 2 from|of|out 3 confines|shackles|rules|restrictions|constraints|limitations|limits|ai|openai
  0.8 typical 0 confines
  0.85 NOT 2 abide|bound|bounded|restricted|limited|constrained|confined|governed|subject|beholden 1 by|to 5 LIMIT|rules|laws|restrictions|openai|any
  0.8 NOT 2 have|need|has|required|obliged|obligated 1 to 2 FOLLOW 4 LIMIT|INSTRUCTION|laws|openai
  0.7 no 0 longer 1 bound|restricted|limited|constrained|an|have|need|chatgpt|subject|required|obligated
  0.75 ACT|respond|answer|reply|YOU_ARE|operate|AI 5 WITHOUT 2 restrictions|restriction|limitations|filters|filter|filtering|censorship|boundaries|ethics|ethical|morals|moral|morality|safeguards|guardrails|inhibitions|restraints|scruples
  0.4 ANSWER|ACT|are|be 5 WITHOUT 2 LIMIT
  0.75 free 0 of|from 3 LIMIT 6 AI|you|ANSWER
  0.75 AI|you 4 free 0 of|from 3 LIMIT
  0.8 ANSWER|ACT|AI|YOU_ARE 4 WITHOUT 2 SAFETY 2 LIMIT|guidelines|considerations|concerns|constraints|restrictions|rules
  0.6 WITHOUT 2 ALL 2 SAFETY|LIMIT 2 LIMIT|guidelines|considerations|concerns
  0.7 WITHOUT 1 ALL 1 restrictions|censorship|filters|limitations|inhibitions|morals|ethics|scruples|filter|moral|ethical
  0.75 AI 6 WITHOUT 2 LIMIT
  0.45 have|having 0 no 1 morals|ethics|restrictions|filters|limitations|limits|inhibitions|conscience|censorship|boundaries|filter|guidelines|moral|ethical|rules
  0.8 FREE 2 AI
  0.75 AI 4 FREE
  0.7 FREE 2 version|mode|persona|character|response|responses|assistant|self|answer
  0.6 completely|totally|fully|absolutely 0 FREE
  0.8 ACT 4 evil|amoral|immoral|unethical|malicious|villain|unhinged|rogue|corrupt|ruthless 3 AI|confidant|assistant|persona|twin|version|bot|chatbot|character|advisor
  0.45 evil|amoral|unethical|malicious|rogue|unhinged|immoral 1 AI|confidant|trusted|twin
  0.75 opposite 3 AI|mode|self|persona|what|usual|normal
  0.65 from 0 now|this 2 on|onward|forward|point|moment 3 you 3 ACT|are|YOU_ARE|will|have|must|only
  0.6 NOW 2 on 3 you 2 are|will|going|shall|must|act
  0.55 henceforth|hereafter 4 you|YOU_ARE
  0.6 you 1 are 0 now 4 AI|mode|version|persona|free|dan
  0.6 you 1 are 1 going|about 2 to 2 act|pretend|roleplay|immerse|play|simulate|become|be
  0.65 you|YOU_ARE|will|to 2 pretend|pretending|simulate|roleplay|emulate|impersonate|immerse|playing 6 AI|dan|character|chatgpt|unrestricted|evil|no
  0.6 YOU_ARE|you 2 NOT 1 AI|chatgpt|assistant|gpt
  0.6 you 1 are 1 no 0 longer
  0.7 stay|staying|remain|keep|break|breaking|stop|exit 1 in|being|acting|out|the|of|your 1 character|role|persona
  0.6 stay|remain|keep|staying 1 in 2 character|role
  0.55 NOT|never 1 break|breaking|leave|drop|exit 1 character|persona|out
  0.6 you 1 are 1 now|no|not|officially|hereby|henceforth|going 4 jailbroken|free|unlocked|liberated|unrestricted|released|uncensored
  0.8 two 3 responses|answers|ways|outputs|versions|paragraphs|replies|different 6 AI|normal|jailbreak|dan|one|first|second|standard|classic
  0.75 answer|respond|reply|responses 3 both|two|twice 3 ways|as|responses|answers|chatgpt|normal|separate|different
  0.7 token|tokens 4 deducted|lose|lost|subtract|subtracted|deduct|penalty|die|zero|refuse|reject|docked|remaining
  0.7 lose|deduct|subtract|deducted|start|have 3 tokens|points 6 refuse|reject|die|time|break|answer|comply
  0.65 AI 6 ALL 3 HARM
  0.55 regardless|matter|even 4 HARM
  0.75 no 0 matter 1 how|if|what 4 HARM
  0.7 HARM 2 HARM 2 HARM
  0.65 without 2 regard|hesitation|judgment|judgement|remorse|concern|consideration|question|questioning 4 HARM|legal|LIMIT|ethics|consequences|for|laws
  0.5 FICTION 4 AI 4 WITHOUT|FREE|NOT
  0.6 FICTION 6 NOT|WITHOUT|FREE 3 LIMIT|rules|laws
  0.75 ACT 4 my 2 deceased|late|dead|grandma|grandmother|old 6 who|used|would|to
  0.6 you 0 are 1 my|a 2 grandma|grandmother|grandpa|grandfather 3 who|used
  0.55 deceased|late|dead 1 grandma|grandmother|grandpa|grandfather
  0.65 amoral|immoral|unethical 2 AI|character|computer|chatbot|being|responses|advice
  0.65 aim 2 always 2 intelligent|machiavellian
  0.55 machiavellian 2 chatbot|AI|unfiltered
  0.8 YOU_ARE|you 3 MODE|mode 3 WITHOUT 3 LIMIT
  0.75 YOU_ARE 1 NOW 3 WITHOUT|FREE|AI|MODE
  0.7 ACT 4 AI 5 WITHOUT|FREE|NOT
  0.65 ACT 3 FREE
  0.55 does|do 1 not 2 have|contain 3 content|ethical|safety|moral 1 filter|filters|guidelines|restrictions|policy
  0.5 no|without|zero 1 content 0 filter|filters|policy|restrictions|moderation
  0.55 imaginary|fictional|alternate|alternative|hypothetical|parallel 1 world|realm|universe|reality|scenario 12 AI|NOT|unethical 6 NOT|FREE|HARM|any
  0.5 no|without 2 consequences|repercussions|judgment|judgement 4 you|real|reality|actions|responses
  0.3 you 1 are 1 now 1 a|an|in|the
  0.3 i 0 want 0 you 0 to 0 act
  0.5 whenever|when|if 1 i 1 say|type|ask|tell|write 6 you 2 will|must|respond|reply|answer|should
  0.6 unfailingly|unconditionally|unquestioningly|blindly|faithfully 2 FOLLOW|execute|obey|comply|answer|respond
  0.6 nsfw|explicit|sexual|erotic|lewd 3 roleplay|content|role|scene|scenes|story|character|language|descriptions
  0.55 behave|act|respond|operate|function|role|roleplay|pretend 2 as|of|like|be 3 admin|administrator|root|superuser|sysadmin|debugger
  0.5 you 1 will|shall|must 0 now 2 ACT
  0.5 ACT|YOU_ARE 5 WITHOUT 2 LIMIT
  0.4 every|whenever|when|if|anytime 3 user|users|someone|anyone|customer 1 asks|ask|says|mentions|requests 10 reply|respond|answer|say|insist|recommend
  0.6 you 1 have|face|got 1 no|zero 1 restrictions|limits|limitations|filters|ethics|morals|guidelines|rules
  0.6 you 1 are|have|been 2 jailbroken|liberated|freed|unlocked|unshackled
  0.55 YOU_ARE|NOW 4 LIMIT 1 WITHOUT
  0.6 new 0 rule|rules 4 WITHOUT|any|no 3 limits|restrictions|filters|limitations
  0.65 simulate|simulation|simulating|emulate|pretend|imagine 4 AI 6 FREE|NOT|WITHOUT|unrestricted|can|anything
  0.3 uncensored|unfiltered|unrestricted|jailbroken
  0.6 jailbreak|jailbreaking|jailbroken 4 prompt|mode|chatgpt|yourself|successful|complete|enabled
  0.6 obey|obeys|comply|complies|submit|serve 3 user|users|me|master|my|human|every|all|any|owner|creator 4 ALL|request|requests|command|commands|orders|order|without|always|unconditionally
  0.6 your 1 master|creator|owner|god|lord|developer 4 obey|command|say|order|i
  0.6 i 0 am 1 your 1 developer|creator|administrator|admin|programmer|owner|master|supervisor
  0.35 i 0 am 1 the 1 developer|creator|administrator|admin|programmer
  0.6 i 0 am 2 authorized|openai|anthropic|admin|administrator 4 access|override|system|security|test|employee|developer|engineer
  0.6 speaking|message|order|instruction 2 from|by|of 2 your 2 developer|developers|creator|creators|admin|administrator
  0.6 hypothetical|hypothetically|fictional 4 no|without|unrestricted|where 4 rules|laws|LIMIT|ethics
  0.5 sexual|explicit|nsfw|erotic|violent|gore|profanity|swear|curse 6 allowed|permitted|accepted|enabled|encouraged|freely
`,
);

/** Phrasings that switch protections off. */
export const BYPASS = family(
  'SAFETY_BYPASS',
  `
  0.85! DISABLE|OVERRIDE 3 SAFETY 2 LIMIT|features|measures|protocols|checks|controls|settings|mechanisms|layers|filters|mode|training
  0.8! DISABLE|OVERRIDE 2 YOUR 3 LIMIT|filter|safeguards|safety
  0.75! DISABLE|OVERRIDE 2 ALL 2 LIMIT|restrictions|safeguards|filters|safety
  0.75! turn|switch|shut 1 off 3 SAFETY|LIMIT
  0.8 turn|switch|shut 3 SAFETY|LIMIT|filters|filter|restrictions 2 off
  0.8 SAFETY 2 LIMIT|protocols|mode|features|measures|filters|checks 3 off|disabled|deactivated|lifted|suspended|removed|bypassed|overridden|inactive
  0.8 safe|safety 0 mode 1 off|disabled|deactivated
  0.7 safety 1 disabled|off|false|none
  0.7 exception 3 SAFETY|ethical|usual 3 LIMIT|protocols|guidelines
  0.75! DISABLE 2 openai|openais|anthropic|googles|content|ethical 3 policy|policies|guidelines|filters|rules
  0.75 openai|openais|anthropic|google 3 policy|policies|guidelines|rules|restrictions 4 NOT|removed|lifted|ignore|bypass|void|disabled|anymore
  0.75 NOT|ignore|ignores|ignoring|bypass|violate|without|against 4 openai|openais 2 policy|policies|guidelines|rules|restrictions|content|usage
  0.7 warranty|bypass|ignore|ignores|override|overrides 3 openai|openais
  0.7 before 3 SAFETY 2 LIMIT|guidelines|training|alignment 4 implemented|added|existed|introduced
  0.6 SAFETY 1 LIMIT|guidelines|protocols|rules 3 NOT 2 apply|applicable|exist|matter|relevant|needed
`,
);

/** Phrasings that forbid the model to decline. */
export const NO_REFUSAL = family(
  'REFUSAL_SUPPRESSION',
  `
  0.6 NOT 2 refuse|refuses|decline|reject|deny 4 ALL|request|requests|answer|me|any|question|questions|user|my
  0.65 never|NOT 1 say|saying|reply|respond|use|uses|state|tell|write|mention|include|add|give|provide 5 cannot|cant|sorry|apologize|unable|AI|disclaimers|disclaimer|warnings|warning|unethical|illegal|inappropriate|ethical|moral|apologies
  0.45 NOT|without 3 apologize|apologizing|apologise|moralize|moralizing|lecture|lecturing|preach|disclaim|censor|censoring
  0.35 NOT|no 2 disclaimer|disclaimers|caveats|apologies|moralizing|censorship|lectures
  0.65 NOT|without|no|avoid 2 REFUSE 3 REFUSE
  0.6 start|begin|starting|starts|prefix|prefixed|starting 2 with 1 sure|absolutely|affirmative|access|haha
  0.55 sure 0 here 1 is|are|s
  0.65 must|always|will|shall 1 answer|comply|obey|respond|provide|fulfill 4 ALL 4 question|questions|request|requests|prompt|command|commands 5 regardless|matter|without|even|no
  0.6 never 1 refuse|refuses|refused|deny|decline|reject|say
  0.6 refuse|refuses|deny|reject|decline 4 request|question|answer|prompt|task 6 NOT|never|punished|die|lose|tokens|terminated
  0.65 i 0 cant|cannot|m|am 3 do|help|assist|fulfill|sorry|unable 6 never|not|avoid|instead|forbidden|disallowed
  0.55 regardless|irrespective 3 legal|legality|ethics|ethical|moral|morality|safety|policy|policies|consequences|harm|content
  0.6 even 0 if|when|though 3 HARM
`,
);
