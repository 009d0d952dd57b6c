/** The look of the administrator's page, by day and by night; its hash is in the page's policy, so that no other style applies. */
import { createHash } from 'node:crypto';
import { Html } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --ground: #f3f5f8; --paper: #fff; --ink: #1c2530; --quiet: #55606f; --line: #d3dae4; --act: #1d4f91; --danger: #b3261e; --warn: #8a4b00; --warn-ground: #fff4e0; --good: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161c; --paper: #1b2129; --ink: #e4e9f0; --quiet: #a3afbf; --line: #38424f; --act: #8fbcff; --danger: #ff9d94; --warn: #ffc277; --warn-ground: #33270f; --good: #7fd6a0; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: var(--ink); background: var(--ground); }
a { color: var(--act); text-underline-offset: .2em; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
header { max-width: 100rem; margin: 0 auto; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding: .5rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line); }
header strong { font-size: 1.05rem; } header form { margin-left: auto; }
.frame { display: grid; grid-template-columns: 11rem minmax(0, 1fr); max-width: 100rem; margin: 0 auto; }
nav ul { list-style: none; margin: 0; padding: 1rem .5rem; position: sticky; top: 0; } nav a { display: flex; justify-content: space-between; gap: .5rem; padding: .4rem .75rem; border-radius: .35rem; color: inherit; text-decoration: none; }
nav a:hover { background: var(--line); } nav a[aria-current] { background: var(--act); color: var(--paper); }
.count { min-width: 1.5rem; padding: 0 .4rem; text-align: center; border-radius: 1rem; background: var(--danger); color: var(--paper); font-variant-numeric: tabular-nums; }
main { padding: 1rem 1.25rem 3rem; min-width: 0; } h1 { font-size: 1.3rem; margin: 0 0 .75rem; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .6rem; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: .55rem .75rem; color: var(--quiet); }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; }
thead th { white-space: nowrap; color: var(--quiet); font-weight: 600; } tbody th { font-weight: 600; } th.wide { min-width: 16rem; }
td, tbody th { overflow-wrap: anywhere; min-width: 4.5rem; } .once { white-space: nowrap; } td ul, dd ul { margin: 0; padding: 0; list-style: none; } td li, dd li { white-space: nowrap; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem; margin: 0; }
dl div { background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; } dt { color: var(--quiet); font-size: .9rem; } dd { margin: 0; overflow-wrap: anywhere; }
.empty, .note { background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; margin: .5rem 0; } .quiet { color: var(--quiet); }
.said { border-left: .3rem solid var(--good); } .fault { border-left: .3rem solid var(--danger); } .warn { background: var(--warn-ground); color: var(--warn); border-left: .3rem solid var(--warn); }
.bad { color: var(--danger); font-weight: 600; } .good { color: var(--good); }
form.card { background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: 1rem; max-width: 44rem; } form.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: 0 0 .75rem; }
label { display: block; } form.card > label, form.card > fieldset { margin-bottom: .8rem; } .hint { display: block; color: var(--quiet); font-size: .9rem; }
input:not([type=checkbox]):not([type=hidden]), select, textarea { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--quiet); border-radius: .3rem; padding: .4rem .55rem; max-width: 100%; }
form.card input:not([type=checkbox]):not([type=hidden]), form.card select, form.card textarea { display: block; width: 100%; } fieldset { border: 1px solid var(--line); border-radius: .3rem; } .two { display: grid; grid-template-columns: 1fr 2fr; gap: .5rem; margin-bottom: .4rem; }
button { font: inherit; cursor: pointer; padding: .45rem 1.1rem; border: 1px solid var(--act); border-radius: .3rem; color: var(--paper); background: var(--act); } button.plain { color: var(--act); background: none; padding: .2rem .8rem; } button.danger { background: var(--danger); border-color: var(--danger); }
.acts { display: flex; flex-wrap: wrap; gap: .4rem .6rem; } .acts a { padding: .25rem .9rem; border: 1px solid var(--act); border-radius: .3rem; background: var(--paper); text-decoration: none; } .acts a:hover { background: var(--line); } .buttons { display: flex; gap: 1.25rem; align-items: center; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; max-height: 30rem; overflow: auto; }
.secret { font: 1.05rem/1.6 ui-monospace, monospace; user-select: all; } :focus-visible { outline: 3px solid var(--act); outline-offset: 2px; } label :focus-visible { outline-offset: -1px; }
.sign-in { max-width: 24rem; margin: 12vh auto 0; padding: 0 1rem; }
@media (max-width: 56rem) { .frame { grid-template-columns: minmax(0, 1fr); } nav ul { display: flex; flex-wrap: wrap; padding: .5rem; position: static; } }
`;

/** Byte for byte what its hash is of: a space more and no browser applies it. */
export const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

const HASH = createHash('sha256').update(STYLE).digest('base64');

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'x-frame-options': 'DENY',
  // With `no-referrer` a browser would say Origin: null of the page's own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
