/** SHA-256 of {@link STYLESHEET} in base64, for the page's policy; a test names the right one. */
export const STYLESHEET_SHA256 = "zni8yTBq3mvQYp+tlfvYkUh0/2xI8DOgC1tUEfr2090=";

/** The one sheet of the HTML report: light and dark by the reader's setting, and for paper. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --ground: #fcfcfa; --raised: #ffffff; --sunken: #f2f2ee; --line: #d8d8d1; --text: #1b1c1e;
  --soft: #55595f; --link: #0a55a0; --strong: #0a55a0; --clear: #1f7a4d; --plain: #6b6f76;
  --weak: #8a8d92; --bad: #a4262c; --bad-ground: #fdf0ef; --warning: #7a5200;
  --warning-ground: #fdf6e3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171a; --raised: #1c1f23; --sunken: #22262b; --line: #3a3f46; --text: #e8e8e4;
    --soft: #aeb3ba; --link: #8cc2ff; --strong: #8cc2ff; --clear: #7fd1a5; --plain: #9aa0a8;
    --weak: #767c85; --bad: #ff9d97; --bad-ground: #351b1c; --warning: #f0c674;
    --warning-ground: #322a17;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  --behind: var(--ground);
  margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 64rem; background: var(--ground);
  color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue",
  "Noto Sans", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.2rem); line-height: 1.2; margin: 2.5rem 0 1rem; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 3rem 0 .75rem; padding-top: .6rem;
  border-top: 2px solid var(--line); }
h3 { font-size: 1.12rem; line-height: 1.3; margin: 2.25rem 0 .4rem; }
p, ul, ol, dl, pre, figure { margin: .6rem 0; }
header > p { font-size: 1.12rem; max-width: 46rem; }
main > section + section { content-visibility: auto; contain-intrinsic-size: auto 60rem;
  margin: 0 -.5rem; padding: .1px .5rem; }
main p, main li { max-width: 46rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: .9em; }
code, th, td, dd, dt { unicode-bidi: isolate; }
p code, li code, td code, th code, h1 code, dd code {
  background: var(--sunken); padding: .08em .3em; border-radius: .25em;
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
pre { background: var(--sunken); padding: .75rem 1rem; border-radius: .4rem; overflow-x: auto;
  max-height: 24rem; white-space: pre; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--raised); z-index: 1; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; }
.notice { border-left: .35rem solid var(--bad); background: var(--bad-ground); padding: .1rem 1rem;
  margin: 1rem 0; border-radius: .25rem; }
.notice.warning { border-color: var(--warning); background: var(--warning-ground); }
.notice strong { color: var(--bad); }
.notice.warning strong { color: var(--warning); }
.cards { list-style: none; counter-reset: card; padding: 0; margin: 1rem 0; }
.card { --behind: var(--raised); counter-increment: card; position: relative; background: var(--raised);
  border: 1px solid var(--line); border-left: .35rem solid var(--plain); border-radius: .4rem;
  padding: .7rem 1rem .7rem 3.2rem; margin: .6rem 0; }
main .card { max-width: none; }
.card .finding { max-width: 54rem; }
.card::before { content: counter(card); position: absolute; left: 0; top: .7rem; width: 2.7rem;
  text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; }
.card.strong { border-left-color: var(--strong); }
.card.clear { border-left-color: var(--clear); }
.card.weak { border-left-color: var(--weak); border-left-style: dashed; }
.card p { margin: 0; }
.label { font-size: .8rem; font-weight: 600; letter-spacing: .02em; color: var(--plain);
  display: block; }
.strong .label { color: var(--strong); }
.clear .label { color: var(--clear); }
.plain .label, .weak .label { color: var(--soft); }
.finding { font-size: 1.05rem; }
.about { display: flex; flex-wrap: wrap; list-style: none; padding: 0; margin: .25rem 0 0;
  gap: 0 1.1rem; color: var(--soft); font-size: .88rem; }
.assumption { color: var(--soft); font-size: .88rem; }
details { margin: .4rem 0; }
summary { cursor: pointer; color: var(--link); font-size: .9rem; width: fit-content; }
dl > div { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: 1rem; padding: .15rem 0; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
.scroll { margin: .8rem 0 .4rem; }
table { border-collapse: collapse; font-size: .92rem; min-width: min(24rem, 100%); }
caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem 1rem .35rem 0;
  border-bottom: 1px solid var(--line); font-weight: 400; min-width: 4rem; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; overflow-wrap: normal;
  border-bottom-width: 2px; }
th, td { overflow-wrap: break-word; } td code, th code { overflow-wrap: anywhere; }
tbody th { min-width: 11rem; }
td a { white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; padding-right: 1.5rem;
  white-space: nowrap; overflow-wrap: normal; }
.rest, footer { color: var(--soft); font-size: .9rem; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); }
.chart, .scroll { overflow-x: auto; background:
  linear-gradient(90deg, var(--behind) 30%, transparent) 0 0 / 2rem 100% no-repeat local,
  linear-gradient(270deg, var(--behind) 30%, transparent) 100% 0 / 2rem 100% no-repeat local,
  linear-gradient(90deg, var(--line), transparent) 0 0 / .5rem 100% no-repeat,
  linear-gradient(270deg, var(--line), transparent) 100% 0 / .5rem 100% no-repeat; }
.chart svg { display: block; width: 100%; min-width: 42rem; max-width: 46rem; height: auto; }
figcaption { color: var(--soft); font-size: .9rem; max-width: 46rem; }
@media (max-width: 40rem) {
  body { padding: 0 .9rem 3rem; }
  .card { padding-left: 1rem; }
  .card::before { position: static; float: left; width: auto; margin-right: .6rem; font-size: .8rem; }
  dl > div { grid-template-columns: 1fr; gap: 0; padding: .3rem 0; }
}
@media print {
  main > section + section { content-visibility: visible; margin: 0; padding: 0; }
  :root { --ground: #fff; --raised: #fff; --sunken: #f4f4f4; --text: #000; --soft: #333;
    --line: #bbb; --link: #000; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip, summary { display: none; }
  .chart, .scroll { background: none; overflow: visible; } .chart svg { min-width: 0; }
  .scroll, pre { overflow: visible; max-height: none; white-space: pre-wrap; }
  th, td { overflow-wrap: anywhere; min-width: 2rem; } tbody th { min-width: 7rem; }
  thead th, td a { white-space: normal; }
  .card, tr, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  a { text-decoration: none; }
}
`;
