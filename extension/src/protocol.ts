// What goes over the wire: the shapes of GptOssDev.Protocol that the extension uses.

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface LineSpan {
  startLine: number;
  endLine: number;
}

export interface WorkspaceScope {
  root?: string;
  trusted: boolean;
}

export interface GenerationOptions {
  model?: string;
  effort?: string;
}

export interface ExplainParams {
  path?: string;
  lines?: LineSpan;
  symbol?: string;
  text?: string;
  workspace?: WorkspaceScope;
  options?: GenerationOptions;
  partialResultToken?: string;
}

export interface AnswerDelta {
  channel: 'answer' | 'reasoning';
  text: string;
}

export interface Citation {
  path: string;
  startLine: number;
  endLine: number;
  verified: boolean;
}

export interface AnswerResult {
  answer: string;
  reasoning: string;
  citations: Citation[];
  notice?: string;
}

export interface RefactorParams {
  instruction: string;
  path?: string;
  lines?: LineSpan;
  symbol?: string;
  text?: string;
  workspace?: WorkspaceScope;
  options?: GenerationOptions;
  partialResultToken?: string;
}

export interface FileEdit {
  path: string;
  diff: string;
  oldText: string;
  newText: string;
}

export interface DiagnosticItem {
  id: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  path: string;
  line: number;
  column: number;
}

export interface Evidence {
  diagnosticsAdded: DiagnosticItem[];
  diagnosticsRemoved: DiagnosticItem[];
  publicApiChanged: string[];
  projectsChecked: number;
  attempts: number;
  tests?: string | null;
}

export interface RefactorResult {
  verdict: 'accepted' | 'rejected' | 'inconclusive';
  reasons: string[];
  edits: FileEdit[];
  evidence: Evidence;
  notice?: string;
}

export interface ReviewParams {
  scope: 'staged' | 'working' | 'range' | 'patch';
  range?: string;
  workspace?: WorkspaceScope;
  options?: GenerationOptions;
  partialResultToken?: string;
}

export interface Finding {
  id: string;
  path: string;
  startLine: number;
  endLine: number;
  severity: 'error' | 'warning' | 'note';
  rule: string;
  message: string;
  suggestion: string | null;
  witness: 'proved' | 'plausible';
  source: 'compiler' | 'model';
  fingerprint: string;
}

export interface ReviewProgress {
  finding: Finding | null;
  message: string | null;
}

export interface ReviewResult {
  findings: Finding[];
  skipped: { path: string; why: string }[];
  complete: boolean;
  notice?: string;
}

export interface ModelStatus {
  name: string | null;
  state: 'loading' | 'ready' | 'unloaded' | 'failed';
  detail?: string | null;
}

export interface StatusResult {
  version: string;
  pid: number;
  model: ModelStatus;
  queue: { running: number; waiting: number; requests: number };
  clients: number;
  log?: string | null;
}

export interface ModelEntry {
  name: string;
  path: string;
  source: string;
  fileBytes: number;
  isDefault: boolean;
  problem?: string | null;
}

export interface DoctorCheck {
  name: string;
  state: 'ok' | 'warning' | 'problem';
  message: string;
  mend?: string | null;
}

export interface InlineCompletionItem {
  insertText: string;
  range: Range;
  verdict: string;
}
