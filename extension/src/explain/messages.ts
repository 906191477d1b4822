/** What the extension and the panel's page tell each other. */

export type AnswerChannel = 'answer' | 'reasoning';

export interface ShownCitation {
  path: string;
  startLine: number;
  endLine: number;
  verified: boolean;
}

export interface PanelState {
  title: string;
  answer: string;
  reasoning: string;
  citations: ShownCitation[];
  notice: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  problem: string;
}

/** Localized words of the page. */
export interface PanelWords {
  running: string;
  done: string;
  cancelled: string;
  sources: string;
  reasoning: string;
  unverified: string;
  stop: string;
  copy: string;
}

export type ToPanel =
  | { kind: 'show'; state: PanelState; words: PanelWords }
  | { kind: 'delta'; channel: AnswerChannel; text: string };

export type FromPanel = { kind: 'ready' } | { kind: 'stop' } | { kind: 'copy' } | { kind: 'open'; index: number };
