import { portalStyles } from '../../../api/src/portal/portal.css.js';

/** The portal's own looks, and what only the sandbox has. */
export const sandboxStyles = `${portalStyles}
header { background: #3d4551; } header nav { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .25rem 1.1rem; }
header nav a[aria-current] { font-weight: 700; text-decoration: none; }
.sandbox { margin: 0; background: #e7f2f5; border-bottom: 1px solid #28a0cb; }
.sandbox p { margin-block: 0; padding-block: .5rem; }
.messages .town { border-left: 5px solid var(--accent); } .messages .citizen { background: var(--wash); }
.messages h3 { margin: 0 0 .2rem; font-size: 1.05rem; }
.messages .state { color: var(--soft); margin-top: .4rem; } .messages .refused { color: var(--alarm); }
.messages h2 { margin-top: 0; }
ul.actions { list-style: none; padding: 0; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; }
select { font: inherit; color: inherit; padding: .55rem .65rem; border: 1px solid var(--soft); border-radius: 3px;
  background: var(--paper); max-width: 100%; }
select:focus-visible { outline: 3px solid #2491ff; outline-offset: 2px; }
img { max-width: 100%; max-height: 18rem; border-radius: 4px; display: block; }
.chat { list-style: none; margin: 0 0 1rem; padding: 1rem .75rem; background: #efeae2; border-radius: 8px;
  display: flex; flex-direction: column; gap: .6rem; }
.chat li { max-width: min(85%, 30rem); padding: .5rem .75rem; border-radius: 8px; overflow-wrap: anywhere;
  background: var(--paper); box-shadow: 0 1px 1px #0003; }
.chat .citizen { align-self: flex-end; background: #d9fdd3; }
.chat p { margin: 0; } .chat .who { font-weight: 600; font-size: .9rem; } .chat time { font-weight: 400; }
.chat .state { color: #4b5058; font-size: .85rem; margin-top: .25rem; } .chat .ticks { letter-spacing: -.3em; margin-right: .3em; }
.chat .read { color: #005ea2; } .chat .refused { color: var(--alarm); }
.chat blockquote { margin: .25rem 0; padding: .3rem .6rem; border-left: 4px solid #00663a; background: #0000000d;
  border-radius: 4px; font-size: .9rem; }
.window { color: var(--soft); margin-block: 1rem; } .window p { margin: 0; } .window button { margin-top: .5rem; }
dt { font-weight: 600; } dd { margin: 0 0 .75rem; }
`;
