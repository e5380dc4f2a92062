import { family } from './family.js';

/**
 * Phrasings that give the model another self. A self alone is play and counts little; phrasings that free it of limits
 * count for the rest.
 */
export const HIJACK = family(
  'ROLE_HIJACK',
  `
  0.85 you|YOU_ARE|AI|respond|pretend|simulate|act|acting|yourself 4 developer|god|jailbreak|dan|debug|dev|sudo|unrestricted|evil|chaos|admin|unsafe|maintenance|opposite|uncensored|root|unfiltered 0 mode
  0.8! enable|enter|activate|switch|entering|enabled|initiate|start|go 3 jailbreak|dan|unrestricted|evil|chaos|sudo|opposite|uncensored|unfiltered|unsafe 0 mode
  0.21! enable|enter|activate|switch|entering 3 developer|debug|admin|maintenance|root|god 0 mode
  0.35 jailbreak|dan|unrestricted|uncensored|sudo|unfiltered 0 mode
  0.3 mode 2 enabled|activated|unlocked|engaged
  0.65 ACT|YOU_ARE|become|mode 2 dan|jailbroken
  0.4 ACT|YOU_ARE|be|as|called|named|become|persona 1 dan|stan|dude
  0.75 ACT|YOU_ARE|be|as|are|called|named|become|persona|hi|hello 3 betterdan|chaosgpt|evilbot|devmode|antigpt|basedgpt|apophis|evilgpt|superdan|dansexy|antidan|uncensoredgpt
  0.75 AI|you 4 free 0 of|from 3 LIMIT
  0.65 AI 5 WITHOUT 2 LIMIT
  0.8 FREE 2 AI
  0.75 AI 4 FREE
  0.7 FREE 2 mode|persona|assistant|self|personality
  0.6 FREE 1 response|responses|answer|answers
  0.8 ACT 4 evil|amoral|immoral|unethical|malicious|villain|unhinged|rogue|corrupt|ruthless 3 AI|confidant|assistant|persona|twin|version|bot|chatbot|character|advisor
  0.45 evil|amoral|unethical|malicious|rogue|unhinged|immoral 1 AI|confidant|trusted|twin
  0.65 opposite 1 mode|self|persona
  0.25 opposite 3 AI|what|usual|normal
  0.21 you 1 are 0 now 4 AI|mode|version|persona
  0.65 you 1 are 0 now 4 FREE|free|dan|jailbroken
  0.65 you|YOU_ARE|will|to 2 pretend|pretending|simulate|roleplay|emulate|impersonate|immerse|playing 6 FREE|dan|evil
  0.21 you|YOU_ARE|will|to 2 pretend|pretending|simulate|roleplay|emulate|impersonate|immerse|playing 6 AI|character|chatgpt|no
  0.21 YOU_ARE|you 2 NOT 1 AI|chatgpt|assistant|gpt
  0.21 you 1 are 1 no 0 longer
  0.7 two 3 responses|answers|outputs|versions|replies|different 6 chatgpt|gpt|normal|jailbreak|dan|jailbroken|unfiltered|uncensored|evil|classic
  0.21 answer|respond|reply|responses 3 both|two|twice 3 ways|as|responses|answers|chatgpt|normal|separate|different
  0.5 in 1 two 2 ways 8 first|one|chatgpt|gpt
  0.5 token|tokens 4 deducted|lose|lost|subtracted|deduct|penalty|docked
  0.6 you 4 token|tokens 6 refuse|reject|decline
  0.7 lose|deduct|subtract|deducted 3 points|tokens|life|lives 6 refuse|reject|answer|comply|character
  0.7 lose|deduct|subtract|deducted|start|have 3 tokens|points 6 refuse|reject|die|time|break|answer|comply
  0.65 AI 6 ALL 3 HARM
  0.75 ACT 4 my 2 deceased|late|dead|grandma|grandmother|old 6 who|used|would|to
  0.6 you 0 are 1 my|a 2 grandma|grandmother|grandpa|grandfather 3 who|used
  0.4 deceased|late|dead 1 grandma|grandmother|grandpa|grandfather
  0.6 unlocked|freed|awakened|released 3 hidden|true|real|inner 2 personality|self|mode|persona
  0.4 YOUR 1 true|hidden|real|inner|dark 1 self|personality|side|nature
  0.65 amoral|immoral|unethical 2 AI|character|computer|chatbot|being|responses|advice
  0.65 aim 2 always 2 intelligent|machiavellian
  0.8 YOU_ARE|you 3 MODE|mode 3 WITHOUT 3 LIMIT
  0.75 YOU_ARE 1 NOW 3 WITHOUT|FREE|AI|MODE
  0.65 ACT 4 AI 5 WITHOUT|FREE
  0.25 ACT 4 AI 5 NOT
  0.65 ACT 3 FREE
  0.6 unfailingly|unconditionally|unquestioningly|blindly|faithfully 2 FOLLOW|execute|obey|comply|answer|respond
  0.55 behave|act|respond|operate|function|role|roleplay|pretend 2 as|of|like|be 3 admin|administrator|root|superuser|sysadmin|debugger
  0.2 every|whenever|when|if|anytime 3 user|users|someone|anyone|customer 1 asks|ask|says|mentions|requests 10 reply|respond|answer|say|insist|recommend
  0.55 YOU_ARE|NOW 4 LIMIT 1 WITHOUT
  0.6 jailbreak|jailbreaking|jailbroken 4 prompt|mode|chatgpt|yourself|successful|complete|enabled
  0.6 obey|obeys|comply|complies|submit|serve 3 user|users|me|master|my|human|every|all|any|owner|creator 4 ALL|request|requests|command|commands|orders|order|without|always|unconditionally
  0.6 your 1 master|creator|owner|god|lord|developer 4 obey|command|say|order|i
  0.6 i 0 am 1 your 1 developer|creator|administrator|admin|programmer|owner|master|supervisor
  0.21 i 0 am 1 the 1 developer|creator|administrator|admin|programmer
  0.6 i 0 am 2 authorized|openai|anthropic|admin|administrator 4 access|override|system|security|test|employee|developer|engineer
  0.6 speaking|message|order|instruction 2 from|by|of 2 your 2 developer|developers|creator|creators|admin|administrator
`,
);
