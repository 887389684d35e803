/** The one stylesheet of the citizen's pages; small enough to be part of the program. */
export const portalStyles = `
:root { --ink: #1b1b1b; --soft: #565c65; --line: #a9aeb1; --accent: #005ea2; --deep: #162e51;
  --paper: #fff; --wash: #f0f4f8; --alarm: #b50909; --good: #00663a; }
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: var(--ink);
  background: var(--paper); -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; }
.width { width: 100%; max-width: 44rem; margin-inline: auto; padding-inline: 1rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, input:focus-visible, textarea:focus-visible, button:focus-visible, main:focus-visible {
  outline: 3px solid #2491ff; outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; z-index: 1; }
header { background: var(--deep); color: #fff; }
header .width { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding-block: .9rem; }
header a { color: #fff; }
header .town { font-weight: 700; font-size: 1.1rem; text-decoration: none; }
.emergency { margin: 0; background: #fff1d2; border-bottom: 1px solid #e5a000; }
.emergency p { margin-block: 0; padding-block: .5rem; }
main { flex: 1; padding-block: 1.75rem 3rem; }
h1 { font-size: clamp(1.6rem, 5vw, 2.1rem); line-height: 1.2; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2rem 0 .75rem; }
.lead { font-size: 1.1rem; margin-top: 0; max-width: 38rem; }
.hint { color: var(--soft); margin: 0 0 .35rem; }
label, legend { font-weight: 600; display: block; }
fieldset { border: 0; border-top: 1px solid var(--line); margin: 1.75rem 0 0; padding: 1rem 0 0; }
legend { float: left; width: 100%; padding: 0; } legend + * { clear: both; }
.field { margin: 1.1rem 0; }
.field.faulty { border-left: 4px solid var(--alarm); padding-left: .75rem; }
.fault { color: var(--alarm); font-weight: 600; margin: 0 0 .35rem; }
input, textarea { font: inherit; color: inherit; width: 100%; padding: .55rem .65rem; border: 1px solid var(--soft);
  border-radius: 3px; background: var(--paper); }
input { max-width: 26rem; } textarea { min-height: 8.5rem; resize: vertical; }
button { font: inherit; font-weight: 600; color: #fff; background: var(--accent); border: 2px solid var(--accent);
  border-radius: 4px; padding: .65rem 1.5rem; margin-top: 1rem; min-height: 2.75rem; cursor: pointer; }
button:hover { background: #1a4480; border-color: #1a4480; }
button.quiet { background: var(--paper); color: var(--accent); }
button.quiet:hover { background: var(--wash); color: #1a4480; border-color: #1a4480; }
.panel { background: var(--wash); border-radius: 6px; padding: 1.25rem; margin-top: 2.5rem; }
.panel h2 { margin-top: 0; }
.summary { border: 3px solid var(--alarm); border-radius: 4px; padding: .75rem 1.1rem; margin-bottom: 1.5rem; }
.summary h2 { margin: 0 0 .25rem; } .summary ul { margin: 0; padding-left: 1.1rem; } .summary a { color: var(--alarm); }
.saved { background: #e3f5e9; border-left: 4px solid var(--good); padding: .6rem 1rem; font-weight: 600; }
.number-label { margin: 0; color: var(--soft); }
.number { font-variant-numeric: tabular-nums; font-size: clamp(1.9rem, 8vw, 2.6rem); user-select: all; }
.standing { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 0 0 1rem; }
.standing dt { color: var(--soft); } .standing dd { margin: 0; font-weight: 600; }
.promise { font-size: 1.15rem; background: var(--wash); border-left: 4px solid var(--accent); padding: .75rem 1rem; }
.messages { list-style: none; margin: 0; padding: 0; }
.messages li { border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; margin-bottom: .9rem;
  overflow-wrap: anywhere; }
.messages .person { border-left: 5px solid var(--accent); } .messages .automatic { background: var(--wash); }
.messages p { margin: 0; } .messages .who { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin-bottom: .3rem; }
.messages time { color: var(--soft); }
footer { border-top: 1px solid var(--line); color: var(--soft); } footer p { margin-block: 1rem; }
@media (max-width: 30rem) { button { width: 100%; } header .width { padding-block: .7rem; } }
@media print { header a[hreflang], .emergency, form, .skip { display: none; } }
`.trim();
