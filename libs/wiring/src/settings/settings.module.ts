import { type DynamicModule, Global, Module } from '@nestjs/common';

import { channels } from '#channels/registration';
import { registrationFaults } from '#channels/registration-faults';

import { CHANNELS, SETTINGS } from '../tokens.js';
import { type Settings, SettingsInvalid } from './read-settings.js';

/** Gives every area the settings of this process and the channels it knows. */
@Global()
@Module({})
export class SettingsModule {
  static register(settings: Settings): DynamicModule {
    const faults = registrationFaults(channels);
    if (faults.length > 0) throw new SettingsInvalid(faults);
    return {
      module: SettingsModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: CHANNELS, useValue: channels },
      ],
      exports: [SETTINGS, CHANNELS],
    };
  }
}
