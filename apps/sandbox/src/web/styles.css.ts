import { portalStyles } from '../../../api/src/portal/portal.css.js';

/** The portal's own looks, and what only the sandbox has. */
export const sandboxStyles = `${portalStyles}
header { background: #3d4551; } header nav { display: flex; gap: 1.1rem; }
header nav a[aria-current] { font-weight: 700; text-decoration: none; }
.sandbox { margin: 0; background: #e7f2f5; border-bottom: 1px solid #28a0cb; }
.sandbox p { margin-block: 0; padding-block: .5rem; }
.messages .town { border-left: 5px solid var(--accent); } .messages .citizen { background: var(--wash); }
.messages h3 { margin: 0 0 .2rem; font-size: 1.05rem; }
.messages .state { color: var(--soft); margin-top: .4rem; } .messages .refused { color: var(--alarm); }
.actions { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; }
select { font: inherit; color: inherit; padding: .55rem .65rem; border: 1px solid var(--soft); border-radius: 3px;
  background: var(--paper); max-width: 100%; }
select:focus-visible { outline: 3px solid #2491ff; outline-offset: 2px; }
dt { font-weight: 600; } dd { margin: 0 0 .75rem; }
`;
