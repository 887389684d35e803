import type { SilenceRules } from '#core/silence/judge-silence';

import type { Settings } from '../settings/read-settings.js';

export function silenceRules(settings: Settings): SilenceRules {
  return {
    learnForMs: settings.silenceLearnForMs,
    onceInMs: settings.silenceOnceInMs,
    expectedAtLeast: settings.silenceExpectedAtLeast,
    shortestMs: settings.silenceShortestMs,
  };
}
