import type { ConsentWordList } from '../consent-word-list.js';

const messages = 'texts|txts|messages|msgs|sms|messaging|notifications|alerts|updates|reminders';

/** The first seven of `stop` are the law's (47 CFR 64.1200(a)(10)); the others are the carriers'. */
export const englishConsent: ConsentWordList = {
  stop: [
    ...['stop', 'quit', 'end', 'revoke', 'opt out', 'cancel', 'unsubscribe'],
    ...['stopall', 'stop all', 'optout', 'unsubscribe all', 'cancel all', 'end all', 'quit all'],
  ],
  start: ['start', 'unstop', 'resume', 'opt in', 'optin', 'subscribe'],
  help: ['help', 'info'],
  polite: ['please', 'pls', 'plz', 'now', 'thanks', 'thank', 'you', 'ok', 'okay'],
  likelyStop: [
    ...[
      'stop it',
      'stop this',
      'stop that',
      'stop already',
      'just stop',
      'stop sending',
      'i said stop',
      's t o p',
    ],
    ...['stpo', 'sotp', 'stopp', 'stoppp', 'stop me', 'stop them', 'end it', 'end this', 'arret'],
    ...[
      'unsubcribe',
      'unsuscribe',
      'unsubscribed',
      'remove',
      'remove me',
      'delete me',
      'take me off',
    ],
    ...['i want to opt out', 'i opt out', 'opting out', 'i revoke', 'no more', 'enough'],
    ...['leave me alone', 'go away', 'get lost', 'wrong number', 'wrong person', 'not interested'],
  ],
  wordings: [
    'stop|quit|end|cease|halt texting|messaging|contacting|spamming|notifying|txting',
    'stop|quit|end|cease|halt sending me|us|these|this|those|it|them|anything|stuff',
    `stop|quit|end|cease|halt|cancel|block .. ${messages}`,
    'dont|never|not text|txt|message|msg|contact|spam .. me|us|again|anymore|number|phone',
    'dont|not send|write .. anymore|again|texts|messages|sms',
    `no more|further|additional ${messages}`,
    'no more text|message|texting|messaging|contact|contacting',
    `dont|not|longer want|wish|need|care|like|consent|agree .. ${messages}`,
    'dont|not|longer want|wish|like|need to be texted|messaged|contacted',
    `not|never|didnt sign|signed|subscribe|subscribed|ask|asked|agree|agreed .. ${messages}`,
    'take|remove|delete|drop|get me|us|number off|from .. your|this|contact|text|texting|mailing|sms|messaging list|lists|database|system|contacts',
    'take|remove|delete|erase|lose|forget my number',
    'take|remove|delete|erase|lose|forget my phone|cell number',
    'remove|take|get me|us off|from this|these|your|the .. texts|messages|thread|sms|notifications|alerts',
    'unsubscribe me|us|from|this|please|my',
    'to unsubscribe',
    'opt me|us out',
    `opt|opting|opted out of|from .. ${messages}`,
    'revoke|revoking|withdraw|withdrawing my|the .. consent|permission',
    'you have|got the wrong number|person',
    'stop blowing up my phone',
  ],
  harmless: [
    // Our own words, sent back.
    'reply|text|send|txt|answer stop .. texts|messages|sms',
    // Somebody else is to stop, or something is to be stopped there.
    'them|him|her|scammers|spammers|somebody|someone|people|neighbor|neighbors|kids|they|he|she to|wont|dont|doesnt|cant stop|quit',
    'bus|truck|stop|shuttle|school|traffic stop',
    'bus|stop sign|signs|light|lights',
    'dead|other|far|north|south|east|west|end|back end',
    'end of',
    'sending me|us to',
    'contact me|us by|at|on',
    'number|person on|in',
    // Somebody asks for words.
    'did|does|do|didnt|havent|have not get|got|receive|received .. texts|text|messages|message|updates',
    'not|dont get|getting|receive|receiving|see|seeing|have .. texts|text|messages|message|updates|alerts',
    'not|dont need to text|message',
  ],
};
