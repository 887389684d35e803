import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { ChannelExplainer } from '#core/channel/definition';

import { openExplainer } from './explain.js';

describe('explaining a mail', () => {
  let explainer: ChannelExplainer;
  beforeAll(() => {
    explainer = openExplainer();
  });
  afterAll(() => explainer.close());

  it('shows sender, words, evidence and what may be shown of the HTML', async () => {
    const raw = [
      'From: Ana <ana@example.org>',
      'To: 311+fm260048173.abcdefghijklmnopqrst@fairmill.example',
      'Subject: Re: Bench',
      'In-Reply-To: <a@b>',
      'Authentication-Results: mx.example; dmarc=pass',
      'DKIM-Signature: v=1; a=rsa-sha256; d=Example.org; s=mail; h=From; bh=AA==; b=AA==',
      'DKIM-Signature: v=1; a=rsa-sha1; d=old.example; s=mail; h=From; bh=AA==; b=AA==',
      'Content-Type: text/html',
      '',
      '<p onclick="x()">It is broken.</p>',
    ];
    expect(await explainer.explain(Buffer.from(raw.join('\n')))).toMatchObject({
      from: [{ name: 'Ana', address: 'ana@example.org' }],
      subject: 'Re: Bench',
      messageId: null,
      inReplyTo: '<a@b>',
      date: null,
      text: 'It is broken.',
      visibleText: 'It is broken.',
      html: '<p>It is broken.</p>',
      attachments: [],
      classification: 'person',
      bounce: [],
      authentication: {
        result: 'none',
        stated: ['mx.example; dmarc=pass'],
        signedBy: ['example.org'],
      },
      threading: { answers: ['<a@b>'], replyTokens: ['fm260048173.abcdefghijklmnopqrst'] },
    });
  });

  it.each([Buffer.alloc(0), Buffer.from([0, 255, 254, 10, 10, 0]), Buffer.from('\n\n\n')])(
    'says something about any bytes',
    async (raw) => {
      const found = await explainer.explain(raw);
      expect(found).toMatchObject({ from: [], subject: '', messageId: null });
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    },
  );
});
