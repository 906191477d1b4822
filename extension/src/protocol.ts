// Generated from GptOssDev.Protocol by ProtocolFilesTests: do not edit.

export const Methods = {
  status: 'gptoss/status',
  shutdown: 'gptoss/shutdown',
  doctor: 'gptoss/doctor',
  complete: 'gptoss/complete',
  explain: 'gptoss/explain',
  ask: 'gptoss/ask',
  refactor: 'gptoss/refactor',
  review: 'gptoss/review',
  verifyEdit: 'gptoss/verifyEdit',
  generate: 'gptoss/generate',
  modelList: 'gptoss/model/list',
  modelInspect: 'gptoss/model/inspect',
  modelLoad: 'gptoss/model/load',
  modelUnload: 'gptoss/model/unload',
  trust: 'gptoss/trust',
} as const;

export const Commands = {
  refactor: 'gptoss.server.refactor',
  explain: 'gptoss.server.explain',
  review: 'gptoss.server.review',
  status: 'gptoss.server.status',
} as const;

export const ErrorCodes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  serverNotInitialized: -32002,
  requestCancelled: -32800,
  contentModified: -32801,
  serverCancelled: -32802,
  badInput: 1001,
  environment: 1002,
  busy: 1003,
  noAnswer: 1004,
} as const;

/** Params, result and streamed pieces of each request of ours. */
export interface Requests {
  'gptoss/status': { params: EmptyParams; result: StatusResult; partial: never };
  'gptoss/shutdown': { params: EmptyParams; result: EmptyResult; partial: never };
  'gptoss/doctor': { params: EmptyParams; result: DoctorResult; partial: never };
  'gptoss/complete': { params: CompleteParams; result: CompleteResult; partial: never };
  'gptoss/explain': { params: ExplainParams; result: AnswerResult; partial: AnswerDelta };
  'gptoss/ask': { params: AskParams; result: AnswerResult; partial: AnswerDelta };
  'gptoss/refactor': { params: RefactorParams; result: RefactorResult; partial: AnswerDelta };
  'gptoss/review': { params: ReviewParams; result: ReviewResult; partial: ReviewProgress };
  'gptoss/verifyEdit': { params: VerifyEditParams; result: VerifyEditResult; partial: never };
  'gptoss/generate': { params: GenerateParams; result: GenerateResult; partial: never };
  'gptoss/model/list': { params: EmptyParams; result: ModelListResult; partial: never };
  'gptoss/model/inspect': { params: ModelParams; result: ModelInspectResult; partial: never };
  'gptoss/model/load': { params: ModelParams; result: EmptyResult; partial: never };
  'gptoss/model/unload': { params: EmptyParams; result: EmptyResult; partial: never };
}

/** Params of each notification of ours. */
export interface Notifications {
  'gptoss/trust': TrustParams;
}

/** Params of a method that takes none. */
export type EmptyParams = Record<string, never>;

export interface StatusResult {
  version: string;
  pid: number;
  endpoint: string;
  model: ModelStatus;
  memory: MemoryStatus;
  queue: QueueStatus;
  clients: number;
  uptimeSeconds: number;
  /** Where the log is, or why there is none. */
  log?: string | null;
}

export interface ModelStatus {
  name: string | null;
  path: string | null;
  architecture: string | null;
  parameters: number;
  fileBytes: number;
  contextTokens: number;
  backend: string | null;
  gpuLayers: number;
  /** `loading`, `ready`, `unloaded` or `failed`. */
  state: string;
  /** Why it failed, or how far loading is; null when there is nothing to say. */
  detail?: string | null;
}

export interface MemoryStatus {
  workingSetBytes: number;
  managedBytes: number;
}

export interface QueueStatus {
  /** Requests whose tokens are being generated. */
  running: number;
  /** Requests that wait for room. */
  waiting: number;
  /** RPC requests not yet answered, this one left out. */
  requests: number;
}

/** Result of a method that only acts. */
export type EmptyResult = Record<string, never>;

/** What the daemon sees of the machine: native library, backend, models, SDK. */
export interface DoctorResult {
  checks: DoctorCheck[];
}

export interface DoctorCheck {
  name: string;
  /** `ok`, `warning` or `problem`. */
  state: string;
  message: string;
  /** The command or change that mends it; null when nothing is wrong. */
  mend?: string | null;
}

/** Asks for inline completions at a cursor. */
export interface CompleteParams {
  /** Absolute path of the file. */
  path: string;
  /** The cursor. */
  position: Position;
  /** The buffer's text; null reads the file. */
  text?: string | null;
  /** Number of candidates, 1 when null. */
  count?: number | null;
  /** False returns the model's text unverified; null is true. */
  verify?: boolean | null;
  workspace?: WorkspaceScope | null;
  options?: GenerationOptions | null;
}

/** LSP's position: line and character from 0, the character in UTF-16 units. */
export interface Position {
  line?: number;
  character?: number;
}

/** The workspace a request speaks of. */
export interface WorkspaceScope {
  /** Absolute folder; null lets the daemon find it from the file named. */
  root?: string | null;
  /** Whether the user lets the project's own build code run (a design-time build does). Untrusted: syntax only. */
  trusted?: boolean;
}

/** How to generate. Null keeps the daemon's setting. */
export interface GenerationOptions {
  /** Name or path of the model. */
  model?: string | null;
  /** `low`, `medium` or `high`. */
  effort?: string | null;
  /** Makes sampling repeatable. */
  seed?: number | null;
  /** 0 is greedy. */
  temperature?: number | null;
  /** Bound on the tokens generated. */
  maxTokens?: number | null;
}

export interface CompleteResult {
  /** Best first; items the compiler rejected are not among them. */
  items: CompletionItem[];
  timings: Timings;
  /** Why there is no item; null when there is one. */
  reason?: string;
  /** What the user should be told once, such as the limits of the bundled model. */
  notice?: string;
}

export interface CompletionItem {
  text: string;
  range: Range;
  /** `accepted`, `rejected`, `inconclusive` or `unverified`. */
  verdict: string;
  reasons: string[];
  /** Sum over the tokens of the text, natural logarithm. */
  logProbability: number;
}

/** LSP's range: the end is exclusive. */
export interface Range {
  start?: Position;
  end?: Position;
}

/** Where the time and the tokens of one request went. Times in milliseconds. */
export interface Timings {
  queueMs: number;
  promptTokens: number;
  cachedTokens: number;
  prefillMs: number;
  generatedTokens: number;
  decodeMs: number;
  firstTokenMs: number;
  verifyMs: number;
  totalMs: number;
  tokensPerSecond: number;
}

/** Asks for an explanation of a file, some of its lines, or a symbol. Either path or symbol is given. */
export interface ExplainParams {
  path?: string | null;
  /** The lines to explain; null is the whole file. */
  lines?: LineSpan | null;
  /** Name or qualified name, looked up in the workspace. */
  symbol?: string | null;
  text?: string | null;
  workspace?: WorkspaceScope | null;
  options?: GenerationOptions | null;
  /** Where to stream `AnswerDelta`s; null does not stream. */
  partialResultToken?: string | null;
  workDoneToken?: unknown | null;
}

/** Whole lines of a file, from 1 as editors show them, both ends inclusive. */
export interface LineSpan {
  startLine?: number;
  endLine?: number;
}

/** An explanation or an answer. */
export interface AnswerResult {
  answer: string;
  reasoning: string;
  citations: Citation[];
  timings: Timings;
  notice?: string;
}

export interface Citation {
  /** Relative to the workspace's root where it lies inside it. */
  path: string;
  startLine: number;
  endLine: number;
  /** Whether the file exists and has these lines. */
  verified: boolean;
}

/** A piece of a streamed answer. */
export interface AnswerDelta {
  /** `answer` or `reasoning`. */
  channel: string;
  text: string;
}

/** Asks a question about the repository. */
export interface AskParams {
  question: string;
  /** Files to answer from, absolute paths, with the lines that matter. */
  files?: FileReference[] | null;
  /** Text piped in by the user. */
  context?: string | null;
  /** False answers without looking at the repository; null is true. */
  useRepository?: boolean | null;
  workspace?: WorkspaceScope | null;
  options?: GenerationOptions | null;
  partialResultToken?: string | null;
  workDoneToken?: unknown | null;
}

export interface FileReference {
  path: string;
  /** Null is the whole file. */
  lines?: LineSpan | null;
}

/** Asks for a refactoring of a file, some of its lines, or a symbol. Writes nothing: the client applies the edits. */
export interface RefactorParams {
  instruction: string;
  path?: string | null;
  lines?: LineSpan | null;
  symbol?: string | null;
  text?: string | null;
  workspace?: WorkspaceScope | null;
  options?: GenerationOptions | null;
  partialResultToken?: string | null;
  workDoneToken?: unknown | null;
}

export interface RefactorResult {
  /** `accepted`, `rejected` or `inconclusive`. */
  verdict: string;
  reasons: string[];
  edits: FileEdit[];
  evidence: Evidence;
  timings: Timings;
  notice?: string;
}

export interface FileEdit {
  /** Relative to the workspace's root where it lies inside it. */
  path: string;
  /** Unified diff. */
  diff: string;
  /** The text the edit was made for; a client refuses to write when the file holds another. */
  oldText: string;
  /** The whole new text, line endings as in the old one. */
  newText: string;
}

/** What the verdict rests on. */
export interface Evidence {
  diagnosticsAdded: DiagnosticItem[];
  diagnosticsRemoved: DiagnosticItem[];
  publicApiChanged: string[];
  projectsChecked: number;
  /** How often the model was asked. */
  attempts: number;
  /** What the test command said; null when none ran. */
  tests?: string | null;
}

export interface DiagnosticItem {
  id: string;
  /** `error`, `warning` or `note`. */
  severity: string;
  message: string;
  path: string;
  line: number;
  column: number;
}

/** Asks for a review of changes. */
export interface ReviewParams {
  /** `staged`, `working`, `range` or `patch`. */
  scope: string;
  /** Two revisions, `A..B`, for the scope `range`. */
  range?: string | null;
  /** A unified diff, for the scope `patch`. */
  patch?: string | null;
  /** When it is up, what was not reviewed is told in `skipped`. */
  timeoutSeconds?: number | null;
  workspace?: WorkspaceScope | null;
  options?: GenerationOptions | null;
  partialResultToken?: string | null;
  workDoneToken?: unknown | null;
}

export interface ReviewResult {
  findings: Finding[];
  skipped: SkippedFile[];
  /** False when the time was up before everything was looked at. */
  complete: boolean;
  timings: Timings;
  notice?: string;
  /** The folder that the paths start from. */
  root?: string;
}

export interface Finding {
  /** Number of the finding within this review. */
  id: string;
  path: string;
  startLine: number;
  endLine: number;
  /** `error`, `warning` or `note`. */
  severity: string;
  rule: string;
  message: string;
  suggestion: string | null;
  /** `proved` by the compiler, or `plausible`. */
  witness: string;
  /** `compiler` or `model`. */
  source: string;
  /** The same for the same finding in a later review. */
  fingerprint: string;
}

export interface SkippedFile {
  path: string;
  why: string;
}

/** A piece of a streamed review: a finding, or what is being looked at. */
export interface ReviewProgress {
  finding: Finding | null;
  message: string | null;
}

/** Asks for the compiler's verdict on edits; nothing is written and no model is asked. */
export interface VerifyEditParams {
  /** All of them together are judged as one change. */
  edits: ProposedEdit[];
  workspace?: WorkspaceScope | null;
}

/**
 * One edit of one file: a whole new text, or a text in place of a range, or its removal. Ranges speak of the file as it
 * is now, open documents as the editor has them; several of one file must not overlap.
 */
export interface ProposedEdit {
  /** Absolute path. Either this or the URI is given. */
  path?: string | null;
  uri?: string | null;
  /** The version of an open document that the edit was made for; null does not look. */
  version?: number | null;
  /** The whole new text; a path that is not there yet adds a file. */
  newText?: string | null;
  /** What `text` takes the place of; an empty range inserts. */
  range?: Range | null;
  text?: string | null;
  delete?: boolean | null;
}

export interface VerifyEditResult {
  /** `accepted`, `rejected` or `inconclusive`. */
  verdict: string;
  /** Why it was rejected or is inconclusive, one line each. */
  reasons: string[];
  evidence: Evidence;
  /** Milliseconds. */
  verifyMs: number;
}

/**
 * Asks for the bare continuation of a prompt, for measuring and tooling: no harmony format, no verdict. Either a text
 * or token ids are given.
 */
export interface GenerateParams {
  /** Text; spellings of control tokens in it stay text. */
  prompt?: string | null;
  /** Token ids of the model's vocabulary, control tokens too. */
  tokens?: number[] | null;
  /** Bound on the tokens generated; null is that of the options, or 128. */
  maxTokens?: number | null;
  /** Whether the model's end tokens end it; null is false: all the tokens asked for are generated. */
  stopAtEnd?: boolean | null;
  options?: GenerationOptions | null;
}

export interface GenerateResult {
  /** The ids generated, without the one that ended it. */
  tokens: number[];
  /** Their text; control tokens have none, bytes that are no whole character become U+FFFD. */
  text: string;
  /** `stop`, `length` or `context-full`. */
  finishReason: string;
  timings: Timings;
}

export interface ModelListResult {
  models: ModelEntry[];
}

export interface ModelEntry {
  name: string;
  path: string;
  /** `bundled`, `user` or `path`. */
  source: string;
  fileBytes: number;
  isDefault: boolean;
  /** Why it cannot be used; null when it can. */
  problem?: string | null;
}

/** Names a model by name or path; null is the default. */
export interface ModelParams {
  name?: string | null;
  /** Where loading is reported, a number or a string; null reports nothing. */
  workDoneToken?: unknown | null;
}

/** What the file's header says, read without loading the weights. */
export interface ModelInspectResult {
  name: string;
  path: string;
  files: string[];
  fileBytes: number;
  architecture: string;
  parameters: number;
  layers: number;
  contextTokens: number;
  vocabularySize: number;
  tokenizer: string;
  harmonyTokens: boolean;
  fillInTheMiddle: boolean;
  license: string | null;
  tensors: TensorTypeSummary[];
}

export interface TensorTypeSummary {
  type: string;
  /** How many of the model's tensors are of this type. */
  tensors: number;
}

/** The user granted or revoked trust in the folders of the window. */
export interface TrustParams {
  trusted: boolean;
}

/** What `initializationOptions` may hold. */
export interface EditorOptions {
  /** Whether the user trusts the folders; null leaves it to the list that `gptoss config set trust` keeps. */
  trusted?: boolean | null;
  /**
   * True for a client that shows edits, answers and findings itself: commands return them and the server shows nothing.
   */
  presentsResults?: boolean | null;
  /** How to generate ghost text in this window. */
  options?: GenerationOptions | null;
}

/** Asks for a refactoring of an open document. One of instruction, action and diagnostic says what to change. */
export interface EditorRefactorParams {
  uri: string;
  /** The version the user looks at; another one now is told as a changed document. */
  version?: number | null;
  /** What is selected; null is the whole file. */
  range?: Range | null;
  instruction?: string | null;
  /** The name of an instruction that the server offered. */
  action?: string | null;
  /** What the compiler says and the change should mend. */
  diagnostic?: NamedDiagnostic | null;
  options?: GenerationOptions | null;
  /** Where to stream `AnswerDelta`s; null does not stream. */
  partialResultToken?: string | null;
}

export interface NamedDiagnostic {
  /** As the compiler names it: `CS0103`. */
  code: string;
  message: string;
  range: Range;
}

/** The verdict, what it rests on, and the edit. A rejected attempt is a result too: its diff can be read. */
export interface EditorRefactorResult {
  /** `accepted`, `rejected` or `inconclusive`. */
  verdict: string;
  reasons: string[];
  /** What an editor can apply; null when it was rejected or nothing changed. */
  edit: WorkspaceEdit | null;
  /** The whole texts and the diffs, of a rejected attempt too. */
  edits: FileEdit[];
  evidence: Evidence;
  timings: Timings;
  notice?: string;
}

/**
 * LSP's edit of several files: either with versions and annotations, or the plain changes of a client that knows no
 * more.
 */
export interface WorkspaceEdit {
  documentChanges?: TextDocumentEdit[];
  changes?: Record<string, TextEdit[]>;
  changeAnnotations?: Record<string, ChangeAnnotation>;
}

export interface TextDocumentEdit {
  textDocument: VersionedDocument;
  edits: TextEdit[];
}

export interface VersionedDocument {
  uri: string;
  /** The version the edits were made for; null for a document that is not open. */
  version: number | null;
}

export interface TextEdit {
  range: Range;
  newText: string;
  /** The key of its annotation in the edit; null for none. */
  annotationId?: string;
}

export interface ChangeAnnotation {
  label: string;
  /** True lets the editor show the edit before it applies it. */
  needsConfirmation: boolean;
  /** What the compiler said. */
  description: string | null;
}

/** Asks for an explanation of a document, of what is selected in it, or of what the compiler says about it. */
export interface EditorExplainParams {
  uri: string;
  /** The version the user looks at; another one now is told as a changed document. */
  version?: number | null;
  /** What is selected; null is the whole file. */
  range?: Range | null;
  /** Name or qualified name, looked up in the workspace, in place of a range. */
  symbol?: string | null;
  diagnostic?: NamedDiagnostic | null;
  options?: GenerationOptions | null;
  /** Where to stream `AnswerDelta`s; null does not stream. */
  partialResultToken?: string | null;
}

export interface InlineCompletionItem {
  insertText: string;
  range: Range;
  verdict: string;
}

/** One step of a piece of work that the user sees. */
export interface WorkDoneProgress {
  /** `begin`, `report` or `end`. */
  kind: string;
  title?: string;
  cancellable?: boolean;
  message?: string;
  /** From 0 to 100; null when it cannot be told. */
  percentage?: number;
}

/** The `data` of an error of ours. */
export interface ErrorData {
  /** A stable word for programs, in kebab case: `file-not-found`, `model-missing`, … */
  reason: string;
}
