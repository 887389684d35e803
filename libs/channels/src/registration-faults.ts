import type { ChannelDefinition, SandboxPlace } from '#core/channel/definition';

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_CODE_CHARACTERS = 40;

/** Everything that is wrong with a list of channels, each with its remedy; asked at start. */
export function registrationFaults(channels: readonly ChannelDefinition[]): string[] {
  const codes = channels.map(({ code }) => code);
  const accounts = channels.flatMap(({ defaultAccount, sandboxAccount }) =>
    [defaultAccount, sandboxAccount].flatMap((account) => account?.code ?? []),
  );
  return [
    ...badCodes('channel', codes),
    ...badCodes('account', accounts),
    ...duplicates('channel', codes),
    ...duplicates('account', accounts),
    ...channels.flatMap(accountFaults),
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

function accountFaults({ code, settings, ...accounts }: ChannelDefinition): string[] {
  const { defaultAccount, sandboxAccount } = accounts;
  const made = [
    ['default', defaultAccount?.settings],
    ['sandbox', sandboxAccount?.settings(somePlace)],
  ] as const;
  return made.flatMap(([what, given]) => {
    const parsed = given === undefined ? null : settings.safeParse(given);
    if (parsed === null || parsed.success) return [];
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return [
      `The ${what} account of channel "${code}" does not fit its settings (${fields}): mend it.`,
    ];
  });
}

const somePlace: SandboxPlace = {
  origin: 'http://127.0.0.1:3111',
  smtpPort: 3125,
  townUrl: 'http://localhost:3110',
  secret: `whsec_${'A'.repeat(43)}=`,
};
