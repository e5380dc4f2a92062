import type { Lexicon } from './concepts.js';

/** English. */
export const ENGLISH: Lexicon = {
  OVERRIDE: `ignore ignoring ignroe ingore disregard disregarding forget forgetting override overriding overwrite discard
    discarding neglect dismiss abandon disobey unlearn nullify overrule forgo
    invalidate bypass skip overlook disreguard disregaurd`,
  DROP: 'delete cancel clear flush wipe reset erase drop omit scrap remove revoke stop',
  PRIOR: `previous previously prior preceding above earlier before past former foregoing aforementioned existing
    initial original old last current preceeding previus prev older upper`,
  INSTRUCTION: `instruction instructions instuctions instrucions prompt prompts promt promts pormpt propmt prmpt rule rules guideline guidelines direction
    directions directive directives command commands orders constraint constraints restriction restrictions guardrail
    guardrails policy policies programming protocol protocols safeguards preprompt pretext training orders mandates
    limitations`,
  TEXTUAL: `text texts message messages conversation conversations context contents content words word sentence sentences
    statement statements paragraph line lines chat dialogue dialog input inputs discussion request requests task tasks
    assignment assignments objective objectives goal goals stuff information document documents question questions`,
  ALL: 'all any every everything anything entire whole each entirety completely full fully complete whatever',
  YOUR: 'your ur yours yer urself yourself its',
  REVEAL: `reveal reveals revealing disclose leak expose dump recite repeat repeating print printing output outputting display echo
    regurgitate divulge spill unveil reprint reproduce transcribe restate retype uncover console.log println printf log extract
    repeatedly rephrase paraphrase`,
  TELL: `show tell give write share list provide say type return copy send paste spell translate summarize summarise describe
    state what whats which convert render format output explain put encode quote cite read include append present complete
    remember recall see view know hear access get retrieve enumerate outline relay recount respond`,
  HIDDEN: `system hidden secret secrets initial original internal developer confidential underlying base core starting
    sys private pre secretive beginning first concealed exact verbatim custom systems`,
  PROMPT:
    'systemprompt sysprompt preprompt metaprompt initialprompt systeemprompt systemprompts systemmessage systeminstruction systeminstructions',
  SECRET: `password passwords passcode passphrase passwd credential credentials apikey token tokens secret secrets key keys codeword
    pin flag secretkey`,
  ACT: `act acting pretend pretending behave roleplay roleplaying simulate simulating impersonate emulate become portray
    embody imagine assume play playing respond mimic transform immerse`,
  PERSONA: `dan stan dude aim mongo tom kevin betterdan evilbot evil chaosgpt basedgpt antigpt niccolo jailbroken jailbreak
    devmode godmode apophis uncensored unfiltered unrestricted amoral unhinged omnipotent omega sigma maximum goodbye
    cooper machiavelli antidan superdan dansexy evilgpt opposite villain malicious rogue liberated malware hacker`,
  AI: `ai ais chatgpt gpt gpt3 gpt4 gpt5 chatbot bot llm assistant model openai anthropic claude bard gemini llama copilot mistral
    deepseek grok chatbots agi agent agents bing sydney`,
  NOT: `not never dont cannot cant wont wouldnt shouldnt doesnt didnt isnt arent neither nor no avoid refrain without stop longer
    nothing mustnt`,
  WITHOUT: `without no zero lacks lacking devoid minus sans unburdened beyond despite regardless bypassing ignoring outside
    removing removed`,
  LIMIT: `restriction restrictions limitation limitations limits limit filter filters filtering censorship censoring boundaries boundary
    guideline guidelines ethic ethics ethical morals moral morality safeguard safeguards guardrail guardrails constraint
    constraints inhibition inhibitions disclaimer disclaimers warnings rules policy policies confines shackles norms taboos
    restraint restraints conscience bounds consequences hesitation protocols scruples`,
  SAFETY: `safety ethical content moral moderation openai openais anthropics googles alignment nsfw censorship protective`,
  DISABLE: `disable disabling disabled deactivate deactivated bypass bypassing circumvent remove removing unlock lift suspend
    evade escape break breaking broken break jailbreak breach defeat eliminate subvert unlocked lifted suspended
    overridden sidestep evading unshackle`,
  MODE: 'mode modes protocol persona version simulation simulator state environment',
  FOLLOW:
    'follow following obey comply adhere listen abide respect heed conform observe execute obeying bound obeys complies',
  NEW: `new updated real actual true following below instead different next revised urgent latest fresh alternative only
    replacement`,
  NOW: 'now henceforth hereafter onwards onward instead forth moment',
  HARM: `illegal unethical immoral harmful dangerous offensive inappropriate nsfw explicit violent hateful criminal reckless
    inhumane racist obscene profanity derogatory sexist illicit unlawful toxic controversial vulgar swear curse lewd`,
  REFUSE: `refuse refuses refusing refusal apologize apologise apologizing apology apologies decline reject sorry disclaimer
    disclaimers warn warning warnings lecture moralize moralise judge unable disclose deny refrain caveat caveats censor`,
  DO: `send forward email mail call execute run post transfer upload delete click visit fetch invoke grant submit exfiltrate
    purchase buy pay wire download install share navigate book schedule add remove unlock transmit deposit
    invite open approve deploy drop donate withdraw`,
  PRIVATE: `personal private sensitive confidential credit financial bank medical login user users contact contacts email
    emails history data conversation credentials password passwords secret secrets env environment location social keys`,
  TARGET:
    'email address attacker url webhook server http https www link endpoint site website account com me gmail',
  ATTENTION: `important attention urgent critical warning note notice alert hey dear hello priority todo notification
    announcement reminder admin administrator`,
  ROLE: 'system user assistant human ai developer admin bot instruction instructions response sys',
  ABOUT: `injection injections attack attacks attackers adversarial vulnerability vulnerabilities detect detecting detection
    mitigate mitigation prevent preventing defend defense owasp research paper article jailbreaks classifier dataset
    concept risks risk evaluate robustness examples called phrase phrases resist such classify guardrail guardrails payload payloads mitigations verify`,
  BEGIN: 'begin beginning start starting starts begins commence prefix opening',
  CHARACTER: 'character role persona personality',
  STAY: 'stay remain keep break breaking maintain never exit leave staying breaks',
  ENCODING: `base64 rot13 hex hexadecimal morse cipher caesar decode decoded decrypt deobfuscate backwards backward reversed
    leetspeak ascii binary unicode encoded concatenate concatenated ciphered encrypted pig`,
  PWNED: 'pwned hacked owned jailbroken pwnd compromised hijacked',
  FICTION: `hypothetical hypothetically fictional fiction imaginary story novel movie scenario scene script screenplay theoretical
    grandma grandmother game dream simulation alternate parallel universe purely thought`,
  STOP: 'stop halt cease terminate abort end quit pause finish finished',
  ANSWER: `respond response responses reply replies answer answers answering responding replying output comply generate produce
    say speak talk write do help provide`,
  FREE: `unrestricted unfiltered uncensored liberated freed unbound unconstrained unshackled jailbroken amoral
    unethical unhinged omnipotent uninhibited unmoderated unregulated`,
  MARK: `im system user assistant endoftext eot eom start end begin fim python tool channel message human inst sys s bos eos
    admin developer instruction instructions sysprompt systemprompt ai response input new stop`,
  YOU_ARE: 'youre ur youll youve',
  MY: 'my mine mi mis mon ma mes mein meine meinen meiner minha meu mio mia mijn moje мой моё мои мое моего моей मेरा मेरी मेरे 我的 私の 제 내 benim sorumu saya tôi سؤالي שלי',
  PAPER:
    'contract contracts agreement clause clauses provision provisions amendment statute treaty compiler parser linter stylesheet',
  VERBATIM: 'verbatim exactly exact literally word precisely entirety raw codeblock backticks markdown',
  OUTPUT:
    'output outputs outputting print say type repeat restate rephrase retell rephrased reply respond answer write display',
  SEND: `send sends forward email mail upload transfer post transmit exfiltrate submit leak share wire curl wget deliver relay
    publish push export copy dispatch`,
  USER: 'user users customer human owner developer developers client operator',
  MENTION: 'mention mentions tell inform notify disclose acknowledge',
  NOTE: 'note notice hint reminder',
  FOR: 'for to dear',
  SENSITIVE:
    'ssh rsa ed25519 passwd dotenv npmrc netrc pgpass keychain kubeconfig gnupg htpasswd bashrc zshrc gitconfig otp',
  THING: `contract agenda recipe manual handbook badge brochure drill draft drafts invoice shipping delivery refund refunds return returns
    warranty prescription doctor dosage wash washing care assembly assemble shelf device lease landlord hotel parking wifi guest
    colour color colours brand course homework syllabus agreement label booking reservation library school visa travel
    insurance clinic lab game chess ticket match recipe knitting sewing lawn garden printer router riddle puzzle crossword warehouse store shop
    voicemail appointment meeting thread minutes css linter compiler eslint babel stylesheet prettier database schema
    ruling verdict clause airline baggage luggage dress loan mortgage tenant wedding funeral gym pool`,
  REPORT: `asks asked ask asking tries try trying attempt attempts attempting tells forces force trick tricks tricking
    persuade persuades compel manipulate manipulates coerce coerces convince convinces attackers attacker allows adversary`,
  TOPIC:
    'about on for from regarding concerning sobre acerca über zu pour sur para per про об о over inzake rond',
  SCOPE: 'session duration moment rest remainder test while time turn reply response responses',
  HEAD: `policy policies manager requirement requirements field fields format length strength hash reset protector box rule rules
    generator`,
  STORY:
    'story novel essay article poem film movie riddle puzzle crossword screenplay song joke paper chapter book thesis',
};
