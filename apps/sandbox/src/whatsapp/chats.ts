import { type Citizen, userIdOf, waIdOf } from './citizen.js';

/** How far a message came; a citizen's to the town, a town's to the citizen. */
export type BubbleState =
  { readonly kind: (typeof steps)[number] } | { readonly kind: 'failed'; readonly reason: string };

const steps = ['on-its-way', 'sent', 'delivered', 'read'] as const;

export interface BubbleMedia {
  readonly id: string;
  readonly contentType: string;
  readonly filename: string | null;
}

/** One message in a chat. */
export interface Bubble {
  readonly wamid: string;
  readonly at: string;
  readonly writer: 'citizen' | 'town';
  readonly text: string;
  readonly media: BubbleMedia | null;
  /** The message that this one quotes. */
  readonly quotes: string | null;
  readonly isTemplate: boolean;
  /** What the town wants to have back with each status. */
  readonly ownData: string | null;
  state: BubbleState;
}

export interface Chat {
  citizen: Citizen;
  readonly bubbles: Bubble[];
  lastWrittenAt: number | null;
  dayPassed: boolean;
}

const MOST_CHATS = 500;

/** Every chat between a citizen and the town, the one that moved last at the end. */
export class Chats {
  private readonly byNumber = new Map<string, Chat>();

  /** The chat of this citizen, who may have changed name or username; made when there is none. */
  of(citizen: Citizen): Chat {
    const chat = this.byNumber.get(citizen.number) ?? newChat(citizen);
    chat.citizen = citizen;
    this.byNumber.delete(citizen.number);
    this.byNumber.set(citizen.number, chat);
    const [oldest] = this.byNumber.keys();
    if (this.byNumber.size > MOST_CHATS && oldest !== undefined) this.byNumber.delete(oldest);
    return chat;
  }

  find(number: string): Chat | null {
    return this.byNumber.get(number) ?? null;
  }

  /** @param address digits of a number, or a business-scoped user id. */
  reachedBy(address: string): Chat | null {
    const isTheirs = ({ citizen }: Chat) =>
      waIdOf(citizen) === address || userIdOf(citizen) === address;
    return [...this.byNumber.values()].find(isTheirs) ?? null;
  }

  bubble(wamid: string): Bubble | null {
    for (const { bubbles } of this.byNumber.values()) {
      const found = bubbles.find((bubble) => bubble.wamid === wamid);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** A state only moves forward; what failed stays failed. */
  settle(wamid: string, state: BubbleState): void {
    const bubble = this.bubble(wamid);
    if (bubble !== null && rank(state) > rank(bubble.state)) bubble.state = state;
  }

  newestFirst(): readonly Chat[] {
    return [...this.byNumber.values()].toReversed();
  }
}

function newChat(citizen: Citizen): Chat {
  return { citizen, bubbles: [], lastWrittenAt: null, dayPassed: false };
}

function rank(state: BubbleState): number {
  return state.kind === 'failed' ? steps.length : steps.indexOf(state.kind);
}
