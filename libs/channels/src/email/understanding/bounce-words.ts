/** How mail systems begin the subjects of their reports on mail that did not arrive. */
export const BOUNCE_SUBJECTS: readonly RegExp[] = [
  /^(?:mail )?delivery (?:status )?notification/i,
  /^(?:mail )?delivery (?:has )?fail(?:ed|ure)|^failed (?:mail )?delivery|^failure (?:notice|delivery)|^fail(?:ed|ure)[ :]/i,
  /^(?:message|mail|e-?mail)(?: delivery)? (?:has )?(?:failed|failure|returned|could not be delivered|not delivered)/i,
  /^undeliver(?:able|ed)\b|^(?:mail|message|nachricht) undeliverable|^unable to deliver/i,
  /^returned (?:mail|message|to sender)|^(?:mail|message) (?:returned|delivery (?:delayed|problem|error))|^mail system error/i,
  /^(?:warning: )?(?:message|mail|could not send message)\b.{0,80}\b(?:delayed|still (?:in queue|undelivered))|^delayed (?:mail|delivery)|^delivery (?:delayed|delay)\b/i,
  /^(?:postmaster notify|non[- ]?delivery|nondeliverable|ndn:|ndr:|bounced? (?:mail|message)|permanent delivery failure)/i,
  /^there was an error sending your mail|^considered unsolicited bulk e-?mail, apparently from you|^mail failed, returning to sender/i,
  /^(?:unzustellbar|nicht zustellbar|zustellung fehlgeschlagen|unzustellbare|mail konnte nicht|benachrichtigung (?:zum|über den) (?:zustell|über))/i,
  /^(?:non remis|échec de (?:la )?remise|message non (?:distribué|délivré|remis)|courrier non (?:distribué|remis)|notification d['’]état de (?:la )?remise)/i,
  /^(?:no se puede entregar|no se ha podido entregar|no entregado|mensaje (?:no entregado|devuelto)|correo (?:no entregado|devuelto)|error de entrega|notificaci[oó]n (?:de|sobre el) estado de (?:la )?entrega)/i,
  /^(?:n[aã]o (?:entregue|foi poss[ií]vel entregar)|falha na entrega|mensagem (?:n[aã]o entregue|devolvida)|mancato recapito|non recapitabile|impossibile recapitare|messaggio non (?:consegnato|recapitato))/i,
  /^(?:onbestelbaar|niet bestelbaar|kan niet worden bezorgd|olevererbart|kunde inte levereras|ikke leveret|kan ikke leveres|toimitus epäonnistui|niedor[eę]czon|nie można dostarczyć|nedoručiteln|kézbesíthetetlen|teslim edilemedi)/i,
  /^(?:не доставлен|недоставлен|ваше сообщение не доставлено|не удалось доставить|сообщение не доставлено|недоставлене)/i,
  /^(?:配信不能|未配信|配信できませ|送信できませ|メール(?:配信|送信)エラー|退信|系统退信|系統退信|无法(?:传递|投递|送达)|無法傳[遞送]|未送達|未传递|배달되지|전송 실패|반송)/,
];

/** Sentences with which a mail system says that something did not arrive. */
export const BOUNCE_SENTENCES: readonly RegExp[] = [
  /\b(?:could ?n[o'’]t|can ?n[o'’]t|cannot|(?:was|were|is|are|has|have)(?: not|n[’']t) (?:yet )?(?:been )?|not be |did not |be )(?:be )?(?:delivered|reach(?:ed)? the following)/i,
  /\b(?:was|were) (?:undeliverable|not delivered|rejected by a remote)/i,
  /\bdel[ie]very (?:to (?:the|these|this) .{1,60}?|has )?(?:failed|was aborted|has been delayed|to the following .{1,40} failed)/i,
  /\b(?:unable|trouble|n[o']t able|failed|failure|error(?: occurred)?|problem|did not succeed) (?:while |when )?(?:(?:attempting|trying) )?(?:to |in )?deliver(?:ing)?\b/i,
  /\berror (?:has occurred )?while (?:attempting|trying) to deliver/i,
  /\bfollowing address(?:es|\(es\))? (?:had|has) (?:permanent |transient |non-?fatal |fatal |delivery )*(?:fatal |delivery )?(?:errors?|problems)/i,
  /\b(?:delivery of the e?-?mail was stopped|no further delivery attempts|i've given up|has stopped trying)/i,
  /\btranscript of (?:the )?session follows|requested (?:mail )?action (?:not taken|aborted)|-{2,} ?(?:failure reasons|failed addresses follow|unsent message follows)/i,
  /\b(?:rejected your message to|message is delayed for more than|invalid final delivery userid|delivery failed \d+ attempts|undeliverable (?:mail|message)|returned to sender)/i,
  /\b(?:konnte(?:n)? (?:leider )?nicht .{0,80}?zugestellt werden|nicht zustellbar|fehler bei der nachrichtenzustellung|zustellung .{0,60}fehlgeschlagen)/i,
  /(?:n['’]a pas pu être (?:remis|délivré|distribué|livré|envoyé)|n['’]ont pas pu être (?:remis|délivré|livré)|échec de la remise|impossible de (?:remettre|livrer|distribuer))/i,
  /(?:no se (?:pudo|ha podido|puede) entregar|no (?:pudo|ha podido) ser entregado|no se entregó|error en la entrega|fallo en la entrega)/i,
  /(?:não (?:p[ôo]de|foi poss[ií]vel) (?:ser )?entreg|não foi entregue|falha (?:na|ao) entreg|non è stato possibile (?:recapitare|consegnare)|impossibile (?:recapitare|consegnare)|non (?:consegnato|recapitato))/i,
  /(?:kon(?:den)? niet (?:worden )?(?:be|af)(?:zorgd|geleverd)|kunde inte levereras|kunne ikke leveres|nie (?:mogła|może|można) .{0,30}(?:dostarcz|doręcz)|nemohla? být doručen|nebylo možné doručit|nem (?:sikerült )?kézbesít|teslim edilemedi)/i,
  /(?:не может быть доставлен|не было доставлен|не удалось доставить|не доставлен|не вдалося доставити|не може бути доставлен)/i,
  /(?:(?:送信|配信|配達|送達|お届け)(?:でき|する事ができ|することができ)ませんでした|配信不能|无法(?:投递|送达|传递|发送)|無法(?:投遞|傳[遞送]|送達)|被退回|배달(?:되지|할 수 없)|전송할 수 없)/,
];

/** From here on it is the mail that came back, not the report on it. Matched against one line. */
export const RETURNED_MAIL_BEGINS: readonly RegExp[] = [
  /^[-=*|\s]{2,}.{0,20}(?:returned message|original message|unsent message|message text follows|below this line is|copy of (?:the|your) message|header of the original|message header)/i,
  /^\s*(?:(?:original message|message) (?:headers )?follows?|original message(?: headers)?:|message headers follow|enclosed is a copy|included is a copy|(?:here|below) is (?:a copy of )?(?:the|your) (?:original )?(?:message|mail)|below is a copy)/i,
  /^(?:received:\s*(?:from|by|\()|return-path:\s*<|delivered-to:\s|dkim-signature:\s|x-received:\s)/i,
  /^-----BEGIN PGP|^\[?(?:message truncated|\*\*\* message truncated)/i,
];

/** The words of a report that was sent before anything was given up. */
export const DELAY_WORDS =
  /\b(?:this is a warning message only|you do not need to resend|has not yet been delivered|has been delayed|is delayed for more than|only a temporary failure report|will be retried|still being attempted|delivery (?:status notification \(delay|delayed)|noch nicht zugestellt|\(delay\)|delayed \d+ hours)/i;
