const RATE = 8_000;
const MOST_SECONDS = 20;
const LETTERS_A_SECOND = 12;
const TONE_HZ = 220;
const SILENCE = 0x80;
const LOUDNESS = 20;

/** About as long as it takes to say the words. */
export function secondsOf(words: string): number {
  return Math.min(MOST_SECONDS, Math.max(2, Math.ceil(words.length / LETTERS_A_SECOND)));
}

/** A soft tone in place of a voice, with the words as the comment of the file (RIFF, `ICMT`). */
export function voicemailWav(words: string): Buffer {
  const samples = Buffer.alloc(RATE * secondsOf(words), SILENCE);
  for (let at = 0; at < samples.length; at += 1) {
    const turn = (2 * Math.PI * TONE_HZ * at) / RATE;
    samples[at] = SILENCE + Math.round(LOUDNESS * Math.sin(turn));
  }
  const format = Buffer.alloc(16);
  // PCM, one channel, eight bits a sample.
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(RATE, 4);
  format.writeUInt32LE(RATE, 8);
  format.writeUInt16LE(1, 12);
  format.writeUInt16LE(8, 14);
  const comment = Buffer.concat([Buffer.from('INFO'), chunk('ICMT', Buffer.from(`${words}\0`))]);
  const parts = [chunk('fmt ', format), chunk('LIST', comment), chunk('data', samples)];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts]));
}

function chunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  const padding = Buffer.alloc(content.length % 2);
  return Buffer.concat([Buffer.from(name), length, content, padding]);
}
