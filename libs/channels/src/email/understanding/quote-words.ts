/** "Wrote", as mail programs put it above a quotation. */
export const WROTE =
  /(?:^|[\s>"”’])(?:wrote|writes|schrieb|schreef|geschreven|écrit|ecrit|escribió|escribio|escreveu|scritto|scrive|skrev|kirjoitti|napisał(?:\(a\))?|napsala?|napísala?|írta|scris|yazdı|написала?|написал\(а\)|пишет|пише|έγραψε|đã viết|menulis|さんは書きました|のメッセージ|写道|寫道|작성)(?=[\s:：<,]|$)/iu;

/** How the line above a quotation begins: a preposition or a weekday with a figure after it, or a date. */
export const ATTRIBUTION_BEGINS =
  /^\s*(?:(?:on|le|am|il|el|em|op|den|på|dne|dňa|dnia|w dniu|in data|il giorno|στις|vào|pada|en|a|la|kl\.?|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|пн|вт|ср|чт|пт|сб|вс|нд)(?=[\s.,]).{0,40}?\d|\d{1,4}[./-]\d{1,2}|\d{1,2}:\d{2}|\d{4}\s?[年년])/iu;

/** The rule above a quoted mail, and its words in the tongues of mail programs. */
export const ORIGINAL_MESSAGE =
  /^[\s>]*[-_*]{2,}\s*(?:original message|original appointment|ursprüngliche (?:nachricht|mail)|originalnachricht|message (?:d['’]origine|original)|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|originalmeddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|původní zpráva|исходное сообщение|оригінальне повідомлення|eredeti üzenet|orijinal mesaj|元のメッセージ|原始邮件|原始郵件|원본 메시지)\s*[-_*]{2,}\s*$/iu;

/** What somebody forwards is what they want to say: it is not cut off. */
export const FORWARDED_MESSAGE =
  /^[\s>]*[-_*]{0,12}\s*(?:begin forwarded message|forwarded (?:message|by)|weitergeleitete nachricht|anfang der weitergeleiteten|message transféré|début du message (?:réexpédié|transféré)|mensaje reenviado|inicio del mensaje reenviado|mensagem (?:encaminhada|reencaminhada)|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|videresendt|пересылаемое сообщение|переслане повідомлення|转发(?:的)?邮件|轉寄)/iu;

/** The fields of a quoted mail's head, as mail programs name them. */
export const QUOTED_FIELDS = {
  from: field(
    'from|von|de|da|van|från|fra|lähettäjä|od|feladó|gönderen|kimden|от|від|remitente|expéditeur|mittente|差出人|发件人|寄件者|보낸 사람',
  ),
  date: field(
    "date|sent|datum|gesendet|envoyé(?: le)?|date d['’]envoi|enviado(?: el| em)?|fecha|inviato|data|verzonden|skickat|sendt|dato|lähetetty|wysłano|odesláno|dátum|elküldve|tarih|gönderildi|дата|отправлено|надіслано|送信日時|日付|发送时间|寄件日期|日期|보낸 날짜",
  ),
  to: field(
    'to|an|à|para|a|aan|till|til|vastaanottaja|do|komu|címzett|kime|кому|destinataire|destinatario|宛先|收件人|收件者|받는 사람',
  ),
  copy: field('cc|kopie|kopia|copie|copia|копия'),
  subject: field(
    'subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|tárgy|konu|тема|件名|主题|主旨|제목',
  ),
} as const;

function field(names: string): RegExp {
  return new RegExp(`^[\\s*>]{0,12}(?:${names})\\*?\\s{0,3}[:：]`, 'iu');
}
