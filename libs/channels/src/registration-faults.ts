import type { ChannelDefinition } from '#core/channel/definition';

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_CODE_CHARACTERS = 40;

/** Everything that is wrong with a list of channels, each with its remedy; asked at start. */
export function registrationFaults(channels: readonly ChannelDefinition[]): string[] {
  const codes = channels.map(({ code }) => code);
  const accounts = channels.flatMap(({ defaultAccount }) => defaultAccount?.code ?? []);
  return [
    ...badCodes('channel', codes),
    ...badCodes('default account', accounts),
    ...duplicates('channel', codes),
    ...duplicates('default account', accounts),
    ...channels.flatMap(defaultAccountFaults),
  ];
}

function badCodes(what: string, codes: readonly string[]): string[] {
  return codes
    .filter((code) => !CODE.test(code) || code.length > MAX_CODE_CHARACTERS)
    .map(
      (code) =>
        `The ${what} code "${code}" is not usable: take lower-case words with dashes, at most ${MAX_CODE_CHARACTERS} characters.`,
    );
}

function duplicates(what: string, codes: readonly string[]): string[] {
  const twice = new Set(codes.filter((code, index) => codes.indexOf(code) !== index));
  return [...twice].map((code) => `Two channels have the ${what} code "${code}": rename one.`);
}

function defaultAccountFaults({ code, settings, defaultAccount }: ChannelDefinition): string[] {
  if (defaultAccount === undefined) return [];
  const parsed = settings.safeParse(defaultAccount.settings);
  if (parsed.success) return [];
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  return [
    `The default account of channel "${code}" does not fit its settings (${fields}): mend it.`,
  ];
}
