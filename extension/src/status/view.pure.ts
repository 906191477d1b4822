import type { StatusResult } from '../protocol';

/** What the status bar shows. */
export interface StatusView {
  icon: string;
  /** Key of a localized text, with its arguments. */
  text: StatusText;
  detail: string;
  severity: 'none' | 'warning' | 'error';
}

export type StatusText =
  | { kind: 'starting' | 'missing' | 'lost' | 'off' | 'snoozed' | 'unloaded' | 'failed' }
  | { kind: 'loading'; percent: string }
  | { kind: 'reading'; entry: string }
  | { kind: 'ready' | 'busy'; model: string };

export interface StatusInputs {
  connection: 'starting' | 'ready' | 'missing' | 'lost';
  problem: string;
  status: StatusResult | null;
  completions: 'on' | 'off' | 'snoozed';
}

/** Decides what the one status item says: the worst news first, then what the model does, then whether suggestions are off. */
export function statusView({ connection, problem, status, completions }: StatusInputs): StatusView {
  if (connection === 'missing') return view('$(warning)', { kind: 'missing' }, '', 'error');
  if (connection === 'lost') return view('$(debug-disconnect)', { kind: 'lost' }, problem, 'warning');
  if (connection === 'starting' || !status) return view('$(loading~spin)', { kind: 'starting' });
  const { model, queue } = status;
  const detail = model.detail ?? '';
  switch (model.state) {
    case 'failed':
      return view('$(error)', { kind: 'failed' }, detail, 'error');
    case 'loading':
      return view('$(loading~spin)', { kind: 'loading', percent: /\d+\s*%/.exec(detail)?.[0] ?? '' }, detail);
    case 'ready':
    case 'unloaded':
      break;
  }
  const reading = status.workspaces?.find(({ state }) => state === 'loading');
  if (reading) return view('$(loading~spin)', { kind: 'reading', entry: reading.entry.split(/[\\/]/).at(-1) ?? '' }, reading.entry);
  if (queue.running > 0) return view('$(sync~spin)', { kind: 'busy', model: model.name ?? '' });
  if (completions !== 'on') return view('$(circle-slash)', { kind: completions });
  return model.state === 'unloaded'
    ? view('$(circle-outline)', { kind: 'unloaded' })
    : view('$(sparkle)', { kind: 'ready', model: model.name ?? '' }, detail);
}

function view(icon: string, text: StatusText, detail = '', severity: StatusView['severity'] = 'none'): StatusView {
  return { icon, text, detail, severity };
}
