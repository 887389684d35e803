const DEVICES =
  'iphone|ipad|ipod|blackberry|android|galaxy|samsung|pixel|huawei|xiaomi|oneplus|motorola|nokia|lumia|sony|htc|lg|mac|surface|windows phone|windows \\d+|outlook|gmail|yahoo|aol|t-mobile|verizon|at&t|sprint|mobile|phone|smartphone|handy|cell|tablet|telefon|téléphone|móvil|celular|telefono|mobiel\\w*|device|gerät|wireless';
const MORE =
  '(?: (?:pro|max|plus|mini|air|\\d+\\w*|mobile|phone|smartphone|device|handheld|tablet|wireless|4g|5g|lte|mail|email|e-mail))*';
const FINAL = '(?: (?:using|with|via|mit|on|over|auf) .{1,60})?\\s*[.!]?';
const SENT_FROM =
  '(?:sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|lähetetty|wysłane|odesláno|отправлено|відправлено)(?: (?:from|via|with|using|von|mit|depuis|de|à partir de|desde|do|da|dal|met|vanaf|van|från|fra|z|ze|с|з))(?: (?:my|a|an|meinem|meiner|mein|mon|mi|meu|mio|il mio|mijn|min|mojego|моего|мого))?';

/** The line that a device or a mail program puts below a text; nobody typed it. */
export const DEVICE_LINE = new RegExp(
  `^\\s*\\*?(?:${SENT_FROM}(?: \\S{1,20}){0,2}? (?:${DEVICES})${MORE}${FINAL}|get outlook for (?:ios|android|mac)|outlook für (?:ios|android) (?:beziehen|herunterladen)|télécharger outlook pour (?:ios|android)|obt(?:ener|enha) (?:o )?outlook para (?:ios|android)|scarica outlook per (?:ios|android))\\*?\\s*(?:<.{0,200}>|\\[.{0,200}\\])?\\s*$`,
  'iu',
);

/** RFC 3676 §4.3, also without its blank. */
export const SIGNATURE_DELIMITER = /^-- ?$/;

/** Above what a mailing list adds to everything. */
export const FOOTER_DELIMITER = /^_{2,}\s*$/;

/** Two or three names after a dash, as people sign. */
export const SIGNED_NAME = /^-{1,2}\p{Lu}[\p{L}.'’-]{0,30}(?: \p{Lu}[\p{L}.'’-]{0,30}){0,2}$/u;
