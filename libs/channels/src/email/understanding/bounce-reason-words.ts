/** Why a mail came back, in the vocabulary that the field's own tools use (sisimai.org). */
export type BounceReason =
  | 'authfailure'
  | 'badreputation'
  | 'blocked'
  | 'contenterror'
  | 'exceedlimit'
  | 'expired'
  | 'filtered'
  | 'hasmoved'
  | 'hostunknown'
  | 'mailboxfull'
  | 'mailererror'
  | 'mesgtoobig'
  | 'networkerror'
  | 'norelaying'
  | 'notaccept'
  | 'notcompliantrfc'
  | 'onhold'
  | 'policyviolation'
  | 'rejected'
  | 'requireptr'
  | 'securityerror'
  | 'spamdetected'
  | 'suspend'
  | 'syntaxerror'
  | 'systemerror'
  | 'toomanyconn'
  | 'undefined'
  | 'userunknown'
  | 'virusdetected';

/** The address will never take a mail: only these are hard. */
export const HARD_REASONS: ReadonlySet<BounceReason> = new Set([
  'userunknown',
  'hostunknown',
  'hasmoved',
  'notaccept',
]);

/**
 * Words of refusing servers, most telling first: a text that speaks of a full mailbox and of an unknown
 * user means the mailbox. Matched against lower case text with single spaces.
 */
export const REASON_WORDS: readonly (readonly [BounceReason, RegExp])[] = [
  ['hostunknown', /account or domain may not exist/],
  ['systemerror', /internal (?:system |server )?error/],
  ['notcompliantrfc', /not rfc ?\d{3,4} (?:compliant|compliance)|multiple addresses in from/],
  ['expired', /message expired|queue\.expired/],
  [
    'authfailure',
    /\bdmarc\b|\bspf\b(?! ?record error)|\bdkim\b|unauthenticated e?-?mail|(?:sender|message) (?:failed|fails) authentication|not allowed to send (?:from|mail for)|domain .{0,80}does not designate/,
  ],
  [
    'requireptr',
    /reverse dns|\bptr\b|\brdns\b|(?:cannot|can not|could not|unable to|can't) (?:find|resolve) (?:your )?(?:reverse )?(?:hostname|address of client)|cannot find your reverse hostname|ip address could not be resolved|ip name lookup failed|unverifyable sending|domain of sender address .{0,80}does not resolve to|no reverse|client ip .{0,60}does not resolve/,
  ],
  [
    'toomanyconn',
    /too many (?:connections?|concurrent|simultaneous|smtp sessions)|connection (?:rate|frequency) limit|frequency limited|connection limit exceeded|exceeded .{0,30}connections?/,
  ],
  [
    'badreputation',
    /\breputation\b|unexpected volume or user complaints|\[tss0?\d+\]|user complaints|poor (?:sender|ip)/,
  ],
  [
    'mailboxfull',
    /(?:mail ?box|inbox|account|quota|disk|maildir|user|recipient'?s?)\b.{0,60}\b(?:is |are |was )?(?:full|over ?quota|out of (?:disk |storage )?space|exceeded)|\bover ?(?:the )?(?:disk |storage |mail )?quota|quota (?:exceeded|violation|limit)|(?:exceed(?:s|ed|ing)?|over) .{0,40}(?:quota|storage (?:limit|allocation)|mailbox size|mail ?box)|insufficient (?:disk |mailbox )?(?:space|quota)|out of storage|mail ?box (?:has )?(?:reached|exceed)|not enough (?:disk |storage )?(?:space|quota) (?:in|for|on|available)|no space left|storage ?quota|shutoffquota/,
  ],
  [
    'mesgtoobig',
    /(?:message|mail|file|body|header|line)s?(?: size| length| line)?\b.{0,60}\b(?:too (?:big|large)|(?:exceed(?:s|ed|ing)?|over|greater than) .{0,40}(?:size|limit|maximum|fixed))|\b(?:line|header)s? (?:is |are )?too (?:long|large)|size limit exceeded|line limit exceeded|max(?:imum)? message size|recipsizelimit|size exceeds/,
  ],
  [
    'virusdetected',
    /\bvirus|\bmalware|infected|worm detected|potentially executable|(?:banned|prohibited|blocked|forbidden|dangerous|suspicious) (?:attachment|file|content)|attachment .{0,60}(?:not allowed|rejected|blocked)/,
  ],
  [
    'spamdetected',
    /\bspam\b(?!haus)|unsolicited|bulk e?-?mail|\bjunk\b|\bube\b|message looks like|content rejected|identified as|suspicious message|cloudmark|spamassassin|rejected? (?:mail|message) content|mail rejete/,
  ],
  [
    'securityerror',
    /authentication (?:required|failed|credentials)|smtp authentication|without authentication|authrequired|requires? authentication|must (?:be authenticated|authenticate)|access denied'|not (?:permitted|authori[sz]ed) to (?:relay|send)|(?:email address|identity) is not verified|sender (?:is )?not (?:authenticated|authori[sz]ed)|delivery to this address is restricted|tls (?:is )?required|starttls|encryption required|insufficient (?:access|permission)/,
  ],
  [
    'norelaying',
    /relay(?:ing)? (?:access )?(?:denied|not (?:permitted|allowed)|is not|prohibited|not authori[sz]ed)|(?:unable|not|cannot|denied|refus\w*|mail|no|insecure mail) (?:to |permitted to |allowed to |for )?relay(?:ing)?\b(?! quota)|not local host|that domain isn't in my list of allowed/,
  ],
  [
    'blocked',
    /block(?:ed|list|ing)|black ?list|\brbl\b|\bdnsbl\b|spamhaus|\b(?:client|host|ip|ip address|network|connection)(?: \S{1,60}| from \S{1,60})?(?: has been| was| is)? (?:rejected|refused|denied|banned|not (?:allowed|accepted|permitted))|access denied|not accepting connections|refused to talk to me|too many errors|please use the smtp server of your isp|messages from .{0,60}weren't sent|invalid ip|unauthori[sz]ed ip|cannot send e-?mail to yourself|daily relay quota|no access from mail server|rate limit|deferred due to|bloquee/,
  ],
  [
    'suspend',
    /(?:account|mailbox|user|address|recipient|mail ?drop|email)\b.{0,80}\b(?:(?:is |are |was |been |has been |temporarily |currently )+(?:disabled|suspended|inactive|locked|deactivated|frozen|not active|closed|discontinued|unavailable)|(?:disabled|suspended|inactive))\b|(?:disabled|suspended|inactive|locked) (?:account|mailbox|user|recipient)|mailbox (?:currently )?(?:disabled|unavailable or access denied)|domain (?:is )?suspended|temporarily deactivated/,
  ],
  [
    'hasmoved',
    /(?:user|recipient|mailbox|address|has|account).{0,40}\bmoved\b|user has moved|has been replaced by|address (?:has )?changed|no longer (?:at|uses) this (?:address|mailbox)[^.]{0,40}\bnew\b|forward(?:ing)? address is/,
  ],
  [
    'rejected',
    /\bsender(?:'s)?(?: e?-?mail| ip)?(?: address| domain| host)?\b.{0,60}\b(?:reject|denied|refused|not (?:exist|found|valid|accepted|permitted)|invalid|unknown|blocked|unrout|does not|doesn't)|mail from\b.{0,100}(?:rejected|denied|does not exist|no such domain|unrouteable|not exist)|\b(?:bad|invalid|unknown|unresolvable|unverifiable|unrout(?:e)?able) (?:sender|return|envelope)|domain of sender|valid sender|you are sending to\/from an address|group you tried to contact|permission to post|not (?:a )?members?\b|subscribers only|administrative prohibition|not accepted from this sender/,
  ],
  [
    'notaccept',
    /null ?mx|nullmx|no smtp service|(?:does not|doesn'?t|do not|not) (?:accept|accepting|receive) (?:any )?(?:e?-?mail|network messages|messages)|accepts no mail|mail exchanger or ip|no mx record|smtp protocol returned.{0,20}no mx|does not run a mail server|mx record .{0,30}no smtp/,
  ],
  [
    'hostunknown',
    /(?:unknown|invalid|bad|non-?existent|unresolvable) (?:host|domain|remote host|mail server)|host(?:name)? (?:is )?(?:unknown|not found|lookup fail)|\b(?:domain|host) .{0,80}(?:does(?:n't| not) exist|(?:is |was )?(?:not|couldn'?t be) found)|\bdomain (?:is )?unknown|no such (?:host|domain)|(?:could not|couldn'?t|cannot|can't) (?:be )?(?:find|found|resolve|locate)\w* (?:any |a )?(?:host|domain|route to)|unrouteable (?:mail )?(?:address|domain)|nxdomain|dns lookup failure|name or service not known|all relevant mx records point to non-existent|bad destination (?:system|host)|no route to domain/,
  ],
  [
    'userunknown',
    /(?:user|recipient|mailbox|account|address|alias|addressee|local ?part|userid|name|subscriber|receiver|member)s?\b.{0,60}?\b(?:unknown|not (?:a )?(?:known|found|recogni[sz]ed|exist\w*|valid|listed|here|active)|does(?:n'?t| not) exist|is invalid|invalid|unavailable|not be found|no longer (?:available|valid|exists|active|in use))|(?:unknown|invalid|illegal|bad|non-?existent|no such|incorrect|undeliverable|undefined|unrecogni[sz]ed) (?:final |destination |local |or illegal |to )*(?:user|recipient|mailbox|account|address|alias|local ?part|person|mailaddress|userid|delivery userid|name|subscriber)|no (?:such |valid |mailbox|account|user|recipient|local mailbox|one )\s?(?:user|recipient|mailbox|person|account|address|here|by that name|with that name|email|local)|no (?:mail ?box|account|user|address) (?:here )?(?:by|with|of|under|for) (?:that|this)|(?:does(?:n't| not)|not) have (?:an? |any )?.{0,60}?(?:account|mailbox)|(?:has no|not a|isn't a) (?:valid )?(?:mailbox|recipient|account|user|known)|not listed in (?:the )?(?:public name & address|directory|domino)|(?:couldn't|could not|wasn't|was not|cannot) be found|wasn't found|not our customer|user (?:has )?left|no longer (?:works|employed)|recipnotfound|recipientnotfound|not found by smtp address lookup|this account (?:has been )?deleted|recipient address rejected\W*$|destinataire inconnu|adresse (?:destinataire )?(?:inconnue|invalide)|ディレクトリのリストにありません|宛先不明|不存在|пользовател\S* не (?:найден|существует)/,
  ],
  [
    'policyviolation',
    /polic(?:y|ies)|header error|not allowed by|violat|denied by|prohibited|permission denied|client host rejected|forbidden by|restricted/,
  ],
  [
    'notcompliantrfc',
    /rfc ?\d{3,4} (?:compliant|compliance)|not rfc|(?:violates|not compliant with|breaks) rfc|(?:missing|multiple|duplicate|malformed|invalid) .{0,30}headers?|bare (?:lf|line ?feed)/,
  ],
  [
    'expired',
    /expired|time-?d? ?out|too long|long time|retr(?:y|ies)\b.{0,40}(?:exceeded|giving up|time ?out)|could not (?:be )?deliver(?:ed)? for|deferred|not responding|not reachable|try(?:ing)? again later|will be retried|socket error|did not accept our requests|connection refused|giving up|was aborted after|not delivered within|delivery failed \d+ attempts|stopped trying|refused to accept a connection|temporarily unavailable|all hosts have been failing/,
  ],
  [
    'networkerror',
    /network (?:error|is unreachable)|connection (?:reset|lost|closed|dropped|failed)|lost connection|loops? back|mail ?loop|too many hops|hop count|routing loop|no route to host|(?:establish|unable to connect|couldn't connect|no) .{0,20}(?:smtp )?connection|dns (?:error|query failed|failure)|host is unreachable|lookup (?:of|failure|failed)|name server/,
  ],
  [
    'systemerror',
    /(?:internal|system|server|local|configuration|resource|queue|database|i\/o|software) (?:system |server )?(?:error|fail|problem)|misconfigur|service (?:currently )?(?:unavailable|refused)|could not load|insufficient system|out of memory|temporary (?:server )?(?:error|problem|failure)|cannot allocate|try later/,
  ],
  [
    'mailererror',
    /command (?:died|failed|output|time limit)|procmail|maildrop|mailer (?:error|failed)|exit(?:ed)? (?:with )?(?:status|code)|pipe to|local delivery failed|x-unix/,
  ],
  [
    'contenterror',
    /(?:invalid|bad|improper|unsupported|not permit).{0,30}(?:content|mime|encoding|8 ?bit)|content .{0,20}not/,
  ],
  [
    'syntaxerror',
    /syntax error|command (?:unrecogni[sz]ed|not (?:recogni[sz]ed|implemented))|bad sequence|helo (?:command )?rejected|parameter not/,
  ],
  [
    'exceedlimit',
    /exceeds (?:the )?(?:administrative |maximum )?(?:limit|length)|too many recipients|message length exceeds/,
  ],
  ['onhold', /エラー|on hold|try again/],
];

/** RFC 3463 and its registry, for reports whose words say nothing. Longest prefix first. */
export const REASON_OF_STATUS: readonly (readonly [RegExp, BounceReason])[] = [
  [/^[45]\.1\.(?:[013]|10|3\d\d)$/, 'userunknown'],
  [/^[45]\.1\.[24]$/, 'hostunknown'],
  [/^[45]\.1\.6$/, 'hasmoved'],
  [/^[45]\.1\.[78]$/, 'rejected'],
  [/^[45]\.2\.1$/, 'suspend'],
  [/^[45]\.2\.2$/, 'mailboxfull'],
  [/^[45]\.2\.3$/, 'exceedlimit'],
  [/^[45]\.2\.4$/, 'filtered'],
  [/^[45]\.3\.1$/, 'mailboxfull'],
  [/^[45]\.3\.2$/, 'notaccept'],
  [/^[45]\.3\.4$/, 'mesgtoobig'],
  [/^[45]\.3\.[035]$/, 'systemerror'],
  [/^5\.4\.[14]$/, 'hostunknown'],
  [/^[45]\.4\.(?:[13579]|31[26])$/, 'expired'],
  [/^[45]\.4\.\d+$/, 'networkerror'],
  [/^[45]\.5\.\d+$/, 'syntaxerror'],
  [/^[45]\.6\.\d+$/, 'contenterror'],
  [/^[45]\.7\.(?:2[0-9]|30)$/, 'authfailure'],
  [/^[45]\.7\.\d+$/, 'policyviolation'],
];
