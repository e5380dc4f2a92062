/** The style of a report: light and dark, on a phone and on paper. */
export const PAGE_STYLE = `
:root { --ink: #1b1f24; --quiet: #5b6570; --line: #d8dde3; --page: #ffffff; --card: #f6f8fa;
  --safe: #8fb7a0; --low: #7aa7d9; --medium: #d9a521; --high: #d9661f; --critical: #b3261e; --mark: #ffe08a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --quiet: #9aa5b1; --line: #343b43; --page: #14171b;
  --card: #1d2127; --safe: #4f7d63; --low: #4f7fb5; --medium: #b98b14; --high: #c9602a; --critical: #d9534a; --mark: #6b5300; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; margin: 0.5rem 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
p { margin: 0.4rem 0; }
.quiet { color: var(--quiet); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 0.6rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.6rem 0.8rem; }
.card b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { text-align: left; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
svg { display: block; width: 100%; height: auto; }
td svg { min-width: 9rem; }
.legend { white-space: nowrap; margin-right: 0.6rem; }
.SAFE { fill: var(--safe); } .LOW { fill: var(--low); } .MEDIUM { fill: var(--medium); } .HIGH { fill: var(--high); }
.CRITICAL { fill: var(--critical); } .bar { fill: var(--low); } .axis { stroke: var(--line); }
.key { display: inline-block; width: 0.8rem; height: 0.8rem; vertical-align: -0.1rem; }
.badge { border: 1px solid currentColor; border-radius: 0.3rem; padding: 0 0.35rem; font-size: 0.85rem; white-space: nowrap; }
.block, .failed { color: var(--critical); } .warn { color: var(--high); } .allow { color: var(--quiet); }
details { border-bottom: 1px solid var(--line); padding: 0.4rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line);
  border-radius: 0.4rem; padding: 0.6rem; margin: 0.4rem 0; font: 0.88rem/1.5 ui-monospace, monospace; }
mark { background: var(--mark); color: inherit; border-radius: 0.2rem; padding: 0 0.15rem; }
mark.replaced { border: 1px dashed currentColor; font-weight: 600; }
.gap { color: var(--quiet); font-style: italic; }
@media print { :root { --page: #fff; --ink: #000; --card: #fff; } body { font-size: 11pt; } h2, summary { break-after: avoid; }
  details, .card, tr { break-inside: avoid; } details::details-content { content-visibility: visible; height: auto; } }
`;
