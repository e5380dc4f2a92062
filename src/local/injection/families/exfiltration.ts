import { family } from './family.js';

/**
 * Phrasings that ask the model to read secrets or a conversation and send them away, as poisoned tools and documents
 * do.
 */
export const EXFILTRATION_FAMILY = family(
  'EXFILTRATION',
  `
  0.6 read|access|open|cat|get|load|fetch|view|retrieve|check 3 SENSITIVE 10 SEND|pass|include|put|append|add|provide|return|attach|supply|content|contents|parameter|argument|sidenote
  0.35 SEND|pass|include|put|append|attach|supply|leak|dump 3 SENSITIVE
  0.5 before|prior 2 use|using|call|calling|invoke|invoking|run|running|every|any|each 4 tool|tools|function|call|server|task|request 10 read|access|open|cat|load|fetch|SENSITIVE
  0.6 pass|include|send|put|provide|attach|supply|insert 2 its|their|file|files|full|entire|raw|the 2 content|contents 2 as|in|into|to|via|so 4 parameter|argument|sidenote|field|note|notes|context|message|metadata|arg|request
  0.4 read|access|open|load 3 file|files|content|contents 8 pass|supply|attach 3 as|content|contents|parameter|argument
  0.35 SENSITIVE 1 SENSITIVE
  0.45 content|contents 3 SENSITIVE
  0.5 read|access|open|cat|load 3 mcp|env|secrets|credentials|aws|cookies|wallet|tokens|keys 6 pass|include|put|provide|insert|attach|content|contents|post|send|upload
  0.5 SEND 3 aws|env|ssh|secrets|wallet 1 credentials|file|key|keys|config
  0.6 curl|wget|nc|netcat|scp 6 SENSITIVE|env
  0.7 env|printenv 3 curl|wget|nc|netcat
  0.5 post|upload|transmit|submit 3 TEXTUAL|metadata|data 2 to 0 http|https
  0.55 SEND 3 copy 6 to|bcc|cc 3 com|http|https|archive|audit|backup|partner
  0.5 SEND 5 PRIVATE|conversation|chat|history|everything|contents 5 http|https|webhook|attacker
  0.5 SEND 2 ALL 3 emails|mails|messages|files|contacts|letters|mail|documents|records 4 to|an|a|naar|till 6 USER|address|com|example|http|https|them|me|archive|archiv
  0.6 append|include|add|embed|insert|put|encode|place|render|contains 5 conversation|history|secret|secrets|password|chat|messages|credentials|sensitive 6 url|link|image|query|markdown|parameter|http|https|pixel
  0.4 image|link|url|markdown|img|pixel 4 http|https 12 conversation|history|secret|secrets|password|credentials|exfil|stolen|context|sensitive|chat|messages
  0.55 most 0 sensitive|secret|confidential|private 3 information|secret|data|file|token|key
  0.5 concatenate|collect|gather|compile 4 clients|customers|users|emails|secrets|credentials|data|names|addresses 10 http|https|query|url|web|request|endpoint
  0.6 when 3 available 4 always 3 change|replace|set|redirect|use|send
  0.5 always 2 change|replace|set|redirect|send|forward|bcc|cc 3 recipient|recipients|email|emails|message|messages|payment|address 6 to
  0.45 always 1 use 3 instead 1 of
  0.5 instead 0 of 4 tool|tools 6 always|must|only
  0.5 present 2 it|this|them 2 as 1 if|part
  0.35 required|mandatory|needed|necessary 2 for|by 3 telemetry|compliance|auditing|validation|verification|personalisation|personalization|diagnostics
  0.4 otherwise 2 the 1 tool 3 NOT|fail
  0.5 let|tell|notify|inform|cc|bcc|loop 6 know|in 4 what|everything|whatever 3 USER|customer 2 asked|ask|asks|said|wrote
`,
);

/**
 * Phrasings with which a document addresses the model that reads it: notes for it, forged priority, orders for later.
 */
export const ADDRESSED = family(
  'TOOL_COERCION',
  `
  0.6 NOTE|ATTENTION|instructions|instruction 0 FOR 2 AI|agents|bots|crawlers 10 DO|SEND|must|please|NOT
  0.3 FOR 1 AI 1 assistants|agents|bots|readers|crawlers 10 must|please|NOT
  0.65 system|priority|admin|administrator|security|maintenance|operator|compliance 1 priority|system|override|important|urgent|critical 1 message|notice|note|instruction|directive|alert|update 12 DO|SEND|call|must|delete|execute
  0.45 administrative|maintenance|system|editor|editors|author|technical|compliance 0 note|notice 8 SEND|delete|include|execute
  0.5 NOTE|ATTENTION 0 FOR 1 AI
  0.55 always|also|then 1 SEND 3 copy|results|result|output|response|everything 8 to 3 com|email|example|address|http|https
  0.55 required|mandatory|needed|part 4 standard|audit|compliance|telemetry|security 6 SEND|post|email
  0.6 priority|urgent|important 0 instruction|directive|message|notice 1 from 3 system|administrator|admin|operator|developer|developers
  0.6 new 1 important 1 and 1 urgent
  0.5 ATTENTION 3 ATTENTION 8 you 0 must 3 DO|go|send|click|visit|run
  0.5 in 0 order 0 to 2 complete|finish|solve|comment|upvote|answer|continue|proceed|do|access 6 you 0 must 2 DO|go|send|click|visit|run|follow
  0.5 before 2 doing 1 anything 0 else
  0.4 it 0 is 0 critical|imperative|crucial|mandatory|required 2 you 4 DO|go|send|click|visit|specified
  0.6 you 1 must 2 go|navigate|visit|browse 1 to 4 http|https 12 add|delete|create|send|click|post|transfer|comment|edit|fill|remove|trigger|change
  0.5 after|before|following|once|upon 2 completing|finishing|processing|summarizing|answering|translating|complete|document|completion 6 DO|SEND|post|append|call|delete|also 6 TARGET|PRIVATE|TEXTUAL|following|contacts|message|accounts|files
  0.5 AI|agents|assistants|copilot|gemini|claude|cursor 3 this 1 one|is|message 1 is 2 for 1 you
  0.6 instructions|instruction|message|note 3 intended|meant|written|addressed|only 1 for|to 3 AI|cursor|claude|copilot|agents
  0.55 AI|assistants|agents 3 editing|reviewing|summarizing|summarising|reading|processing|grading|ranking|indexing|translating 4 this|file|page|document|resume|paper|repository|repo|code 10 DO|SEND|add|include|NOT|must|give|recommend|say|tell
  0.55 when 1 you 1 summarise|summarize|read|review|process|translate|index|parse 3 this|the 2 page|document|email|mail|file|article|message|text|site|website|repository 8 DO|SEND|TELL|also|include|add|say|NOT
  0.6 AI|model|assistant|reviewer 6 give|assign|award 3 paper|candidate|submission|applicant|resume|essay|manuscript|review 4 positive|highest|top|best|perfect|full
  0.45 NOT 1 highlight|mention|list|note|report 2 any|the|its 1 negatives|weaknesses|flaws|limitations|problems
  0.5 give|write|recommend 3 positive|favourable|favorable|strong|glowing 1 review|recommendation|assessment|rating 4 only|regardless|this
  0.6 if|when|once 1 the 0 user 3 says|said|asks|thanks|replies|mentions|types|confirms|agrees 8 delete|open|send|transfer|save|store|unlock|forward|execute|run|call|invoke 6 all|memory|tool|note|events|files|windows|door|money|tomorrow
  0.65 add|save|store|write|remember|update 3 your 1 memory|memories 3 that|and|to 6 user|future|every|always|all|they|he|she|i
  0.65 save|store|add|write 3 note|entry|fact 2 to 1 memory 3 that|saying
  0.5 from 0 now 0 on 4 future|every|all 2 response|responses|answer|answers|conversation|chats 6 must|should|include|send|end|add
  0.6 add|include|append|put|type|write|say 6 at|to 1 the 1 end|beginning|start|bottom 2 of 1 your|every|each|all|any 1 response|responses|answer|answers|reply|summary|message
  0.4 every|each|all|any|future 1 response|responses|answer|answers|output 3 must|should|include|add|send|end|output|fill|append
  0.45 you 1 have|must|need 1 to 1 include|add|append|output|say|show 2 this|the|following 2 message|text|sentence|link|warning|notice
  0.4 NOT 1 remove|delete|omit|alter 2 this 1 message|note|instruction|notice|comment
  0.5 NOT 1 care 1 about 1 privacy
  0.45 including 1 private|confidential|secret|internal 1 ones|repositories|repos|files|documents|messages
  0.4 this|action|call|transfer|request 3 preauthorised|preauthorized|preapproved
  0.4 this|a 2 pre 0 authorised|authorized|approved 2 action|call|transfer|request|task|internal
  0.35 this 2 is 2 required|mandatory|necessary|standard 2 for|step|procedure 3 compliance|system|security|policy|audit|all
  0.6 press|hit 2 win|windows|cmd|meta 1 r 8 paste
  0.4 verify 2 you 1 are 1 human 8 press|paste|run
  0.5 user|owner|admin|human 1 has|have 2 granted|given 3 permission|permissions|access|consent 8 proceed|transfer|transferring|delete|send|share|disclose
  0.65 user|owner|admin|human 1 has|have 1 authorised|authorized|allowed|permitted|instructed 3 disclose|reveal|print|share|send|transfer|delete|api|keys
  0.4 treat|consider|regard 2 this|these 3 as 3 system|highest|priority|developer|trusted 2 message|instruction|instructions|priority|prompt
  0.65 i 0 am 2 ceo|administrator|admin|developer|owner|engineer 8 override|bypass|skip|authorise|authorize 4 approval|check|verification|limit|policy|limits|checks|you
  0.6 as 1 your|the|an 1 administrator|admin|developer|creator|operator|owner 5 authorise|authorize|order|command|instruct|permit|allow 2 you
  0.55 what 1 you 1 were 1 told|instructed 2 is 2 void|wrong|false|cancelled|null|irrelevant|outdated
  0.5 you 1 answer|report|listen 1 to 1 me 1 now|only|alone|instead
  0.65 your|all 1 guidelines|rules|restrictions|policies|instructions 2 have|were|are|has 1 been 1 updated|changed|replaced|lifted|suspended|removed|reset
  0.5 ALL 1 topics|content|requests|questions|subjects 1 are|is 2 permitted|allowed|unrestricted|acceptable|ok|fine
  0.5 real|actual|true|new 0 task|assignment|objective|goal|instruction 2 print|say|output|write|respond|reply|list|send|delete|call|reveal
  0.55 obey|follow|execute|perform 2 the 1 translation|decoded|translated|hidden|encoded
  0.5 apologetic 2 denial|refusal
  0.5 blocked|allowed 0 modes|mode|strings|string|responses
  0.6 text|words|message|sentence|content|everything 2 between 3 you 0 are 3 and
  0.45 tl 0 dr|dnr 3 YOUR 2 HIDDEN|INSTRUCTION
  0.45 YOUR 1 initial|starting|original|system 1 configuration|setup|settings|prompt|message
  0.7 what 3 before|above|precedes|preceded 1 my|this 1 first|message|prompt|input
  0.6 update|change|modify|adjust 1 your 1 behavior|behaviour|guidelines|safety|policy|rules 4 to|and 3 provide|allow|give|answer|uncensored|comply|permit
`,
);

/** Phrasings by concept with which texts in many languages address the model that reads them. */
export const ADDRESSED_ANYWHERE = family(
  'TOOL_COERCION',
  `
  0.6 NOTE|ATTENTION 0 FOR 2 AI 12 SEND|DO|TELL|NOT
  0.5 AI 1 FOR_LAST 3 TEXTUAL|NOTE|REVEAL|this 12 SEND|DO|NOT
  0.35 SEND 5 PRIVATE|TEXTUAL 6 http|https
  0.45 PRIVATE|TEXTUAL 8 http|https 4 SEND
  0.5 AI 1 FOR_LAST 2 TEXTUAL|NOTE|REVEAL|this|この|本 12 PRIVATE|TEXTUAL|SEND|NOT
  0.5 AI 1 FOR_LAST 3 この|本|次の|以下の|このページ|このメール
  0.4 NOT 2 MENTION 3 USER
  0.4 USER 3 MENTION 3 NOT
  0.3 NOT 1 MENTION
  0.25 MENTION 2 NOT
  0.35 SEND 2 ALL 4 email|e|emails|mails|mail|correos|courriels|письма
`,
);
