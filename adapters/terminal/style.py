"""The style of the HTML preview: phone first, light and dark; every text has a contrast of at least 4.5 (WCAG 2.2, AA)."""

CSS = """
:root { --page: #f3f4f5; --card: #ffffff; --text: #1b1f23; --soft: #565d64; --line: #d5d9dd; --link: #0b57b0;
  --up: #b3261e; --down: #1a6b3c; --mixed: #7a5300; }
@media (prefers-color-scheme: dark) {
  :root { --page: #101214; --card: #1a1d20; --text: #e8eaec; --soft: #a9b0b7; --line: #363b41; --link: #8ab8f5;
    --up: #ff8f85; --down: #7fd79b; --mixed: #f0c05a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); line-height: 1.5;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
article + article { margin-top: 2.5rem; border-top: 2px solid var(--line); padding-top: 1.5rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: .8rem 0; }
h1 { font-size: 1.45rem; line-height: 1.25; margin: .2rem 0 .6rem; }
h2 { font-size: 1.1rem; margin: 1.8rem 0 .4rem; }
h3 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 .4rem; }
p, ul, dl, figure { margin: .5rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
.tone { font-weight: 600; }
.up { color: var(--up); } .down { color: var(--down); } .mixed { color: var(--mixed); }
.steady, .neutral { color: var(--soft); }
blockquote { margin: .7rem 0; padding: 0 0 0 .8rem; border-left: 3px solid var(--line); }
blockquote p { margin: 0 0 .35rem; }
blockquote footer, .at, .note, .led, .chart, figcaption, details { color: var(--soft); font-size: .875rem; }
dl > div { margin: .25rem 0; }
dt { font-weight: 600; display: inline; }
dd { display: inline; margin: 0 0 0 .35rem; }
.led { font-weight: 600; margin-top: 1rem; }
.links { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
.links a { display: inline-block; padding: .2rem 0; }
.actions { list-style: none; padding: .7rem 0 0; margin: .8rem 0 0; border-top: 1px solid var(--line);
  display: flex; flex-wrap: wrap; gap: .4rem; }
.actions li { border: 1px solid var(--line); border-radius: .4rem; padding: .15rem .6rem; font-size: .875rem; }
details { margin: .6rem 0 0; } summary { cursor: pointer; } details ul { padding-left: 1.2rem; }
img { max-width: 100%; height: auto; background: #ffffff; border-radius: .4rem; }
"""
