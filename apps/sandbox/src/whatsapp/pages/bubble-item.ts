import { type Html, html, paragraphs } from '../../../../api/src/portal/pages/html.js';
import { moment } from '../../web/moment.js';
import type { Bubble, BubbleMedia, BubbleState } from '../chats.js';

const QUOTE_CHARACTERS = 120;

/** One message as the citizen's telephone shows it. */
export function bubbleItem(bubble: Bubble, all: readonly Bubble[]): Html {
  const { writer, text, media, at } = bubble;
  const quoted = all.find(({ wamid }) => wamid === bubble.quotes);
  return html`<li class="${writer}">
    <p class="who">${writer === 'citizen' ? 'You' : 'The town'}</p>
    ${quoted === undefined ? null : quote(quoted)} ${media === null ? null : attachment(media)}
    ${text === '' ? null : html`<p dir="auto">${paragraphs(text)}</p>`}
    <p class="state">${moment(at)} ${standing(bubble)}</p>
  </li>`;
}

/** Types that a browser shows as a picture and never as a page. */
export function isPicture(contentType: string): boolean {
  return /^image\/(jpeg|png|gif|webp)$/.test(contentType);
}

function quote({ writer, text }: Bubble): Html {
  const words = text === '' ? 'A file' : text.slice(0, QUOTE_CHARACTERS);
  return html`<blockquote dir="auto">
    ${writer === 'citizen' ? 'You' : 'The town'}: ${words}
  </blockquote>`;
}

function attachment({ id, contentType, filename }: BubbleMedia): Html {
  const path = `/whatsapp/files/${id}`;
  const name = filename ?? (isPicture(contentType) ? 'Picture' : 'File');
  if (isPicture(contentType)) return html`<p><img src="${path}" alt="${name}" /></p>`;
  return html`<p><a href="${path}" download>${name}</a> (${contentType})</p>`;
}

function standing(bubble: Bubble): Html {
  const { writer, state, isTemplate } = bubble;
  if (state.kind === 'failed') {
    return html`<span class="refused">Not delivered: ${state.reason}</span>`;
  }
  const [ticks, words] = writer === 'citizen' ? toTown[state.kind] : toCitizen[state.kind];
  const told = isTemplate ? `Template, ${words.toLowerCase()}` : words;
  const read = state.kind === 'read' ? 'ticks read' : 'ticks';
  return html`<span class="${read}" aria-hidden="true">${ticks}</span> <span>${told}</span>`;
}

type Step = Exclude<BubbleState['kind'], 'failed'>;
type Standing = readonly [ticks: string, words: string];

const toTown: Readonly<Record<Step, Standing>> = {
  'on-its-way': ['✓', 'On its way: the town did not take it yet.'],
  sent: ['✓', 'On its way: the town did not take it yet.'],
  delivered: ['✓✓', 'The town has it.'],
  read: ['✓✓', 'The town has read it.'],
};

const toCitizen: Readonly<Record<Step, Standing>> = {
  'on-its-way': ['✓', 'Accepted'],
  sent: ['✓', 'Sent'],
  delivered: ['✓✓', 'Delivered'],
  read: ['✓✓', 'Read'],
};
