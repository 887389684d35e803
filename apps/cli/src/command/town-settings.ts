import type { Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import {
  type Environment,
  type ProcessRole,
  readSettings,
  type Settings,
  SettingsInvalid,
} from '#wiring/settings/read-settings';

/** The settings of this process, or all that is wrong with them at once. */
export function townSettings(environment: Environment, role: ProcessRole): Result<Settings> {
  try {
    return succeeded(readSettings(environment, role));
  } catch (error) {
    if (error instanceof SettingsInvalid) return refused(settingsProblem(error));
    throw error;
  }
}

function settingsProblem({ faults }: SettingsInvalid): Problem {
  return {
    code: 'unprocessable',
    title: 'The settings are not usable',
    detail: faults.join('; '),
    faults: faults.map((message) => ({ field: '', message })),
  };
}
