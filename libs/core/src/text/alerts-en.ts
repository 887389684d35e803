/** What the town tells its own people, in English (ICU MessageFormat). */
export const alertsEnglish = {
  'alert.promise':
    '{kind, select, first_response {first answer} next_response {next answer} resolution {solution} other {legal duty}}',
  'alert.warning': '{number}: {percent}% of the time for the {promise} has passed',
  'alert.breach': '{number}: the {promise} is late',
  'alert.escalation': '{number}: the {promise} is still missing',
  'alert.line':
    '{number} "{subject}": the {promise} is due by {due, date, promise}, {due, time, promise}.',
  'alert.line-late':
    '{number} "{subject}": the {promise} was due by {due, date, promise}, {due, time, promise}.',
  'alert.many-warning': '{count} requests will soon be late',
  'alert.many-breach': '{count} requests are late',
  'alert.many-escalation': '{count} requests are still late',
  'alert.more': 'And {count} more; the stream shows them first.',
  'alert.pulse': 'The watch over promises stands still',
  'alert.pulse-text':
    'Nobody has looked for late requests since {at, date, promise}, {at, time, promise}. Start a worker of the town, or look at its log.',
  'alert.minutes': '{minutes, plural, one {# minute} other {# minutes}}',
  'alert.hours': '{hours, plural, one {# hour} other {# hours}}',
  'alert.spend': '{title}: {percent}% of its daily cap is spent',
  'alert.spend-text':
    '{title} ({code}) has sent messages for {spent} today; its daily cap is {cap}. When it is reached, automatic texts rest until midnight; answers of people and emergencies go on. Look for what causes it: townline channel list',
  'alert.spend-reached': '{title}: its daily cap is reached, automatic texts rest',
  'alert.spend-reached-text':
    '{title} ({code}) has sent messages for {spent} today; its daily cap is {cap}. Until midnight no acknowledgement and no status leaves; requests are made as ever, and answers of people and emergencies go on. If the town itself is the cause, raise dailyCap in the settings of the account.',
  'alert.block': 'Many messages from numbers that begin with {block}',
  'alert.block-text':
    'Senders whose numbers begin with {block} were told so much that {withheld, plural, one {# further message was} other {# further messages were}} not acknowledged. The requests are made. Somebody may be trying to make the town pay for texts; further ones are counted silently today.',
  'alert.silence': '{title}: nothing has come in for {length}',
  'alert.silence-text':
    'The last message to {title} ({code}) came {since, date, promise}, {since, time, promise}. In such a time {expected, plural, one {about # message is} other {about # messages are}} usual. Perhaps its password or token has run out, or the calls of its provider do not arrive. Try it: townline channel check {code}',
} as const;
