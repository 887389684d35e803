import { definition } from '../../../examples/channel-template/definition.js';
import { samples } from '../../../examples/channel-template/samples.js';
import { channelContract } from './channel-contract.js';

channelContract({ definition, samples });
