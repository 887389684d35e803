/**
 * How programs that answer by themselves begin their subjects, by language. Anchored at the start:
 * a person's answer to such a mail begins with "Re:".
 */
export const AUTOMATIC_SUBJECTS: readonly RegExp[] = [
  /^\[?auto(?:matic|mated|mata)?[ -]?(?:re(?:ply|sponse|sponder)|answer)/i,
  /^auto\s?:/i,
  /^(?:out of (?:the )?office|away from (?:my |the )?(?:office|desk|mail)|on (?:vacation|holiday|annual leave))/i,
  /^(?:vacation|holiday|absence|ooo)\s*(?:re(?:ply|sponse)|message|notice)?\s*:/i,
  /^(?:automatische[rs]? (?:antwort|antwoord)|abwesenheits(?:notiz|meldung|nachricht|assistent)|autoantwort|(?:abwesend|nicht im (?:büro|haus))\s*:)/i,
  /^(?:afwezigheids?(?:bericht|melding)|automatisch antwoord|niet aanwezig\s*:)/i,
  /^(?:réponse automatique|reponse automatique|absen(?:ce|t) du bureau|message d['’]absence|absence\s*:)/i,
  /^(?:respuesta autom[aá]tica|auto-?respuesta|fuera de (?:la )?oficina|ausente\s*:|mensaje de ausencia)/i,
  /^(?:resposta autom[aá]tica|fora do escrit[oó]rio|aus[eê]ncia(?: tempor[aá]ria)?\s*:)/i,
  /^(?:risposta automatica|fuori (?:sede|ufficio)|messaggio di assenza)/i,
  /^(?:automatisk svar|automatiskt svar|autosvar|frånvaro|fravær|fraværende|poissa(?:oloilmoitus)?\s*:|automaattinen vastaus)/i,
  /^(?:automatyczna odpowied[zź]|autoodpowied[zź]|poza biurem|nieobecno[sś][cć])/i,
  /^(?:automatick[aá] odpov[eěď]|nep[rř][ií]tomnost|v nep[rř][ií]tomnosti|mimo kancel)/i,
  /^(?:automatikus válasz|házon kívül|r[aă]spuns automat|otomatik yan[ıi]t|ofis d[ıi][sş][ıi])/i,
  /^(?:автоответ|автоматический ответ|автоматична відповідь|автоматичен отговор|аутоматски одговор|вне офиса)/i,
  /^(?:αυτόματη απάντηση|εκτός γραφείου)/i,
  /^(?:自動(?:応答|返信|回覆|回复)|自动(?:答复|回复|回覆)|不在(?:通知|の(?:お)?知らせ)|外出自动|자동\s?(?:회신|응답|답장)|부재\s?중)/,
  /^(?:رد تلقائي|الرد التلقائي|תגובה אוטומטית|מענה אוטומטי|trả lời tự động|balasan otomatis|jawapan automatik)/i,
];

/** Sentences with which programs say that they wrote a text. Searched in its first lines only. */
export const AUTOMATIC_TEXTS: readonly RegExp[] = [
  /\b(?:this is|this e?-?mail (?:is|was)|you (?:have )?received) an? auto(?:matic|mated|matically)?[ -]?(?:generated )?(?:re(?:ply|sponse)|answer|message|e-?mail)/i,
  /\b(?:i am|i'm|i’m|i will be|i'll be|i’ll be) (?:currently |presently |now )?(?:out of (?:the )?office|on (?:annual |parental |maternity |sick )?(?:leave|vacation|holiday)s?)\b/i,
  /\b(?:limited|no|intermittent) access to (?:my )?e-?mails?\b/i,
  /\bdo not (?:reply|respond) to this (?:automatic|automated|auto)/i,
  /\b(?:dies ist eine automatische|ich bin (?:derzeit|zur ?zeit|momentan) (?:nicht im|abwesend|außer)|bis zum .{1,40} nicht erreichbar)/i,
  /\b(?:ceci est (?:un message|une réponse) automatique|je suis (?:actuellement )?(?:absente?|en congés?))\b/i,
  /(?:este es un (?:mensaje|correo) autom[aá]tico|(?:estar[eé]|me encuentro|estoy) (?:fuera de (?:la )?oficina|de vacaciones|ausente))/i,
  /(?:esta é uma (?:mensagem|resposta) autom[aá]tica|estarei (?:ausente|de férias)|questa è una risposta automatica|sono (?:fuori ufficio|in ferie))/i,
];

/** Senders under whose names mail systems write. The whole local part, in lower case. */
export const DAEMON_LOCAL_PARTS =
  /^(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|double-bounce|mail[-_.]delivery[-_.](?:sub)?system|mdaemon|bounces?|bounce-notification|ndr)(?:[+-][^@]*)?$/;

/** And the names that they give themselves. */
export const DAEMON_NAMES =
  /^(?:mail(?:er)?[- ]?daemon|mail delivery (?:sub)?(?:system|service)|post ?master|mmsc ndr administrator|internet mail delivery)$/i;
