// The page of the side panel: renders Markdown as it comes. HTML in an answer stays text, links other than web links are
// dropped, images are not loaded: what a model or a file says must not act on the user's machine.
import MarkdownIt from 'markdown-it';
import type { FromPanel, PanelState, PanelWords, ShownCitation, ToPanel } from '../explain/messages';

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const host = acquireVsCodeApi();
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image');

function element(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

const title = element('#title');
const state = element('#state');
const notice = element('#notice');
const answer = element('#answer');
const reasoning = element('#reasoning');
const sources = element('#sources');
const stop = element('#stop');
const copy = element('#copy');

let shown: PanelState | null = null;
let drawing = false;

stop.addEventListener('click', () => { host.postMessage({ kind: 'stop' }); });
copy.addEventListener('click', () => { host.postMessage({ kind: 'copy' }); });
window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  if (data.kind === 'show') show(data.state, data.words);
  else if (shown) {
    shown[data.channel] += data.text;
    draw();
  }
});
host.postMessage({ kind: 'ready' });

function show(next: PanelState, words: PanelWords): void {
  shown = next;
  title.textContent = next.title;
  const running = next.state === 'running';
  state.textContent = next.state === 'failed' ? next.problem : words[next.state];
  state.className = next.state;
  answer.setAttribute('aria-busy', String(running));
  stop.textContent = words.stop;
  stop.hidden = !running;
  copy.textContent = words.copy;
  copy.hidden = running || next.answer === '';
  notice.innerHTML = markdown.renderInline(next.notice);
  notice.hidden = next.notice === '';
  element('#reasoning > summary').textContent = words.reasoning;
  element('#sources > h2').textContent = words.sources;
  element('#sources > ul').replaceChildren(...next.citations.map((citation, index) => source(citation, index, words)));
  sources.hidden = next.citations.length === 0;
  draw();
}

/** Draws at most once a frame, however fast the pieces come. */
function draw(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    if (!shown) return;
    answer.innerHTML = markdown.render(shown.answer);
    element('#reasoning > div').textContent = shown.reasoning;
    reasoning.hidden = shown.reasoning === '';
    linkCitations(shown.citations);
  });
}

function source(citation: ShownCitation, index: number, words: PanelWords): HTMLElement {
  const item = document.createElement('li');
  if (citation.verified) item.append(button(place(citation), index));
  else item.append(`${place(citation)} (${words.unverified})`);
  return item;
}

function button(text: string, index: number): HTMLButtonElement {
  const made = document.createElement('button');
  made.className = 'citation';
  made.textContent = text;
  made.addEventListener('click', () => { host.postMessage({ kind: 'open', index }); });
  return made;
}

function place({ path, startLine, endLine }: ShownCitation): string {
  return startLine === endLine ? `${path}:${startLine}` : `${path}:${startLine}-${endLine}`;
}

/** Makes code spans that name a verified citation clickable where they stand. */
function linkCitations(citations: ShownCitation[]): void {
  for (const span of answer.querySelectorAll('code')) {
    const index = citations.findIndex((c) => c.verified && place(c) === span.textContent);
    if (index >= 0) span.replaceWith(button(place(citations[index] as ShownCitation), index));
  }
}
