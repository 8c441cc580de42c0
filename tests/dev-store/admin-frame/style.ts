/** The admin's look: quiet, dense, readable in every script. */
export const adminStyle = `
:root { font: 14px/1.5 Inter, system-ui, 'Noto Sans', 'Noto Sans Thai', sans-serif; color: #303030; background: #f1f1f1; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template: 48px 1fr / 220px 1fr; }
header { grid-column: 1 / -1; background: #1a1a1a; color: #fff; display: flex; align-items: center; gap: 16px; padding: 0 16px; }
header a { color: #fff; text-decoration: none; font-weight: 600; }
header .grow { flex: 1; }
header select { background: #303030; color: #fff; border: 1px solid #616161; border-radius: 8px; padding: 4px 8px; font: inherit; }
aside { background: #ebebeb; padding: 12px 8px; display: flex; flex-direction: column; gap: 2px; }
aside a { display: block; color: #303030; text-decoration: none; padding: 6px 12px; border-radius: 8px; font-weight: 550; }
aside a:hover, aside a[aria-current] { background: #fafafa; }
aside [data-app-nav] { display: flex; flex-direction: column; padding-left: 14px; }
aside [data-app-nav] a { font-weight: 400; }
main { padding: 20px 24px; min-width: 0; }
main.framed { padding: 0; }
iframe { border: 0; width: 100%; height: calc(100vh - 48px); display: block; background: #f1f1f1; }
h1 { font-size: 20px; margin: 0 0 16px; }
.block { max-width: 420px; --subdued-ground: #f6f6f7; }
.card { background: #fff; border-radius: 12px; box-shadow: 0 1px 2px #0002; padding: 16px; margin-bottom: 16px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: #616161; font-size: 12px; }
th, td { padding: 8px 10px; border-bottom: 1px solid #ebebeb; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.tag { display: inline-block; background: #e3e3e3; border-radius: 8px; padding: 1px 8px; margin-right: 4px; font-size: 12px; }
.muted { color: #616161; }
form.search { display: flex; gap: 8px; margin-bottom: 12px; }
input[type=search] { flex: 1; padding: 6px 10px; border: 1px solid #8a8a8a; border-radius: 8px; font: inherit; }
button, .button { background: #303030; color: #fff; border: 0; border-radius: 8px; padding: 6px 14px; font: inherit; cursor: pointer; text-decoration: none; }
body.loading header { box-shadow: inset 0 3px #36a3ff; }
@media (max-width: 700px) {
  body { grid-template: auto auto 1fr / 1fr; }
  header { min-height: 48px; flex-wrap: wrap; gap: 4px 12px; padding: 6px 12px; }
  aside, aside [data-app-nav] { flex-flow: row wrap; padding: 0; }
  aside { padding: 6px 8px; }
  aside a { padding: 4px 8px; }
  main { padding: 12px; }
  iframe { height: 100vh; }
}
:focus-visible { outline: 2px solid #005bd3; outline-offset: 1px; }
`;
