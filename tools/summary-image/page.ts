/** A web page that shows a job summary as GitHub does: its Markdown, and the light theme of its tables. */
import { marked } from 'marked';

/** CSS pixels: that of the column in which GitHub shows summaries. */
export const PAGE_WIDTH = 1012;

const STYLE = `
  * { box-sizing: border-box; }
  html { background: #fff; }
  body {
    width: ${PAGE_WIDTH}px; margin: 0; padding: 16px; color: #1f2328;
    font: 14px/1.5 'Noto Sans', 'Liberation Sans', Helvetica, Arial, 'Noto Color Emoji', sans-serif;
  }
  h3 { margin: 0 0 16px; font-size: 17.5px; font-weight: 600; line-height: 1.25; }
  p { margin: 0 0 16px; }
  body { overflow-wrap: break-word; }
  ul { margin: 0 0 16px; padding-left: 2em; }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; margin: 0 0 16px; }
  th, td { padding: 6px 13px; border: 1px solid #d1d9e0; text-align: left; }
  th { font-weight: 600; }
  sub { font-size: 75%; line-height: 0; position: relative; vertical-align: baseline; bottom: -0.25em; }
  code { padding: 0.2em 0.4em; font: 85% 'Liberation Mono', monospace; background: #818b981f; border-radius: 6px; }
  pre { padding: 16px; overflow: auto; background: #f6f8fa; border-radius: 6px; }
  pre code { padding: 0; background: none; }
  tr:nth-child(2n) { background: #f6f8fa; }
`;

/** @returns HTML whose root element has the attribute `data-height` once it is shown: the height of the content in CSS pixels. */
export async function pageOf(markdown: string): Promise<string> {
  const content = await marked.parse(markdown, { gfm: true });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Job summary</title><style>${STYLE}</style></head>
<body>${content}
<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height);</script>
</body>
</html>
`;
}
