// Generated from GptOssDev.Contracts by ProtocolFilesTests: do not edit.

export const Methods = {
  status: 'gptoss/status',
  shutdown: 'gptoss/shutdown',
  doctor: 'gptoss/doctor',
  complete: 'gptoss/complete',
  accepted: 'gptoss/accepted',
  stats: 'gptoss/stats',
  eval: 'gptoss/eval',
  explain: 'gptoss/explain',
  ask: 'gptoss/ask',
  refactor: 'gptoss/refactor',
  review: 'gptoss/review',
  verifyEdit: 'gptoss/verifyEdit',
  generate: 'gptoss/generate',
  bench: 'gptoss/bench',
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
  'gptoss/accepted': { params: AcceptedParams; result: EmptyResult; partial: never };
  'gptoss/stats': { params: EmptyParams; result: StatsResult; partial: never };
  'gptoss/eval': { params: EvalParams; result: EvalResult; partial: EvalProgress };
  'gptoss/explain': { params: ExplainParams; result: AnswerResult; partial: AnswerDelta };
  'gptoss/ask': { params: AskParams; result: AnswerResult; partial: AnswerDelta };
  'gptoss/refactor': { params: RefactorParams; result: RefactorResult; partial: AnswerDelta };
  'gptoss/review': { params: ReviewParams; result: ReviewResult; partial: ReviewProgress };
  'gptoss/verifyEdit': { params: VerifyEditParams; result: VerifyEditResult; partial: never };
  'gptoss/generate': { params: GenerateParams; result: GenerateResult; partial: never };
  'gptoss/bench': { params: BenchParams; result: BenchResult; partial: BenchProgress };
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
  /** The most recently used first. */
  workspaces?: WorkspaceStatus[] | null;
}

export interface ModelStatus {
  name: string | null;
  path: string | null;
  architecture: string | null;
  parameters: number;
  fileBytes: number;
  contextTokens: number;
  backend: string | null;
  /** Layers on the GPU. */
  gpuLayers: number;
  /** `loading`, `ready`, `unloaded` or `failed`. */
  state: string;
  /** Why it failed, or how far loading is; null when there is nothing to say. */
  detail?: string | null;
  /** Of the layers, those whose experts stay on the CPU though there is a GPU. */
  cpuExpertLayers?: number;
  /** Threads on the CPU; 0 while no model is ready. */
  threads?: number;
  /** Most tokens computed at once. */
  batchTokens?: number;
  /** Whether the fused attention kernel is used. */
  flashAttention?: boolean;
  /** Number format of the memory of past tokens. */
  kvType?: string | null;
  /**
   * One line where the model was loaded smaller than the settings, or a larger machine, would have it, or where an
   * installed backend is not used.
   */
  note?: string | null;
}

export interface MemoryStatus {
  workingSetBytes: number;
  managedBytes: number;
  /** Memory of the machine, or left under a container's limit, that could still be taken. */
  availableBytes?: number;
  /** What the loaded model takes of the machine's memory; null while none is ready. */
  model?: ModelMemory | null;
  /** What it takes on the GPUs; null while none is ready. */
  gpuModel?: ModelMemory | null;
  /** The GPUs; null until the native library has been loaded. */
  devices?: DeviceMemory[] | null;
  /** Managed memory, garbage left out, above which what is bound of projects is dropped; null is no bound. */
  workspaceBudgetBytes?: number | null;
}

/** What a loaded model takes of one side: the machine's memory, or the GPUs. */
export interface ModelMemory {
  weightBytes: number;
  /** Keys and values of past tokens. */
  kvBytes: number;
  /** Buffers of the computation. */
  computeBytes: number;
}

/** Memory of a device as its driver tells it now. */
export interface DeviceMemory {
  name: string;
  description: string;
  freeBytes: number;
  totalBytes: number;
}

export interface QueueStatus {
  /** Requests whose tokens are being generated. */
  running: number;
  /** Requests that wait for room. */
  waiting: number;
  /** RPC requests not yet answered, this one left out. */
  requests: number;
}

/** A workspace that the daemon holds. */
export interface WorkspaceStatus {
  /** Its solution, project or folder. */
  entry: string;
  trusted: boolean;
  /** `loading` or `ready`. */
  state: string;
  projects: number;
  /** Projects read as their own build says; the others are syntax or a hint. */
  fullProjects: number;
  /** Projects that the compiler holds ready. */
  boundProjects: number;
  documents: number;
  /** Size of the source texts in memory. */
  sourceBytes: number;
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
  /** Number of items, 1 when null. */
  count?: number | null;
  /** False returns the model's text unverified; null is true. */
  verify?: boolean | null;
  workspace?: WorkspaceScope | null;
  options?: GenerationOptions | null;
  /** Candidates that the compiler chooses the items from; null is what suits the machine. */
  candidates?: number | null;
  /** When this time is over, what is written until then is the answer; null waits for the end. */
  budgetMs?: number | null;
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
  /** Target framework to read projects for several as; null keeps the daemon's setting. */
  framework?: string | null;
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
  /**
   * Edits elsewhere in the file that the verdict relies on, such as a `using` that was missing, in the coordinates of
   * the text before the completion; null for none.
   */
  additionalEdits?: CompletionEdit[];
}

/** LSP's range: the end is exclusive. */
export interface Range {
  start?: Position;
  end?: Position;
}

export interface CompletionEdit {
  range: Range;
  newText: string;
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

/**
 * What the user did with a suggestion, for the local counters and nothing else. A request or a notification. An id that
 * is not known any more is passed over.
 */
export interface AcceptedParams {
  /** The item's id. */
  id: string;
  /** `full`, `partial` or `rejected`. */
  kind: string;
  /** For `partial`: how much of the text was taken so far, in UTF-16 units. */
  length?: number | null;
}

/** Counters of this user on this machine. They are kept in one local file and never sent anywhere. */
export interface StatsResult {
  /** When counting began, UTC. */
  since: string;
  /** Where they are kept. */
  file: string;
  suggestions: SuggestionStats;
  verdicts: VerdictStats;
  tokens: TokenStats;
  latencies: LatencyStats[];
  languages: LanguageStats[];
}

export interface SuggestionStats {
  /** Requests for a suggestion. */
  requested: number;
  /** Requests that had one. */
  shown: number;
  /** Requests answered without a model: typing along a suggestion is. */
  fromCache: number;
  /** Requests answered by a generation that ran already. */
  joined: number;
  /** Requests that a model was asked for. */
  modelCalls: number;
  /** Answers dropped because the document had changed. */
  stale: number;
  /** Suggestions taken whole. */
  accepted: number;
  /** Suggestions of which words or lines were taken. */
  partlyAccepted: number;
  /** Suggestions the user turned down. */
  rejected: number;
  /** Accepted text that stood in the document unchanged half a minute later. */
  kept: number;
  /** Accepted text that did not. */
  gone: number;
  /** Characters accepted. */
  acceptedCharacters: number;
}

/** What the compiler said: of the suggestions shown, and how many candidates it rejected. */
export interface VerdictStats {
  accepted: number;
  inconclusive: number;
  unverified: number;
  rejected: number;
}

export interface TokenStats {
  prompt: number;
  cached: number;
  generated: number;
}

/** From the request to the answer, over the latest requests, in milliseconds. */
export interface LatencyStats {
  /** `model`, `joined`, `cache` or `complete`. */
  of: string;
  count: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
}

export interface LanguageStats {
  language: string;
  shown: number;
  accepted: number;
}

/** Measures a model and the product on a repository. */
export interface EvalParams {
  /** `completion`. */
  subject: string;
  workspace?: WorkspaceScope | null;
  /** How many cursor positions are replayed; null is a few hundred. */
  positions?: number | null;
  /** Candidates for best-of-n; null is 3. */
  candidates?: number | null;
  options?: GenerationOptions | null;
  /** Gets an `EvalProgress` after each position. */
  partialResultToken?: string | null;
}

export interface EvalResult {
  /** The repository. */
  root: string;
  model: string;
  /** What the positions and the samplings were drawn by. */
  seed: number;
  positions: number;
  candidates: number;
  /** False when the compiler could not judge: then the compile rates say nothing. */
  verified: boolean;
  /** The figures of each kind of position, then of all. */
  kinds: EvalKind[];
  notice?: string;
}

/** Shares are from 0 to 1; one that nothing was counted for is null. */
export interface EvalKind {
  /** `statement`, `member`, `argument`, `body` or `all`. */
  kind: string;
  positions: number;
  /** Share of positions whose first candidate is the text that stood there. */
  exact: number | null;
  /** Mean edit similarity of the first candidate to it. */
  similarity: number | null;
  /** Compile rates by how the text came about. */
  compiles: EvalCompileRates;
  /** Share of positions that show something. */
  shown: number | null;
  /** Share of positions where any raw candidate compiles: the most a gate could show. */
  anyBinds: number | null;
  /** Share of those positions that show something. */
  shownOfBinding: number | null;
  /** Positions where the compiler knows the legal names, and what the first identifier is there. */
  legalNames: EvalNames;
  /** From the request to what is shown. */
  latency: EvalLatency;
  /** The part of it in which the model had nothing to do: context, filters, verdicts. */
  outside: EvalLatency;
}

export interface EvalCompileRates {
  /** What the model wrote, up to where it ended. */
  raw: number | null;
  /** What the filters left of it. */
  filtered: number | null;
  /** The first candidate where the compiler let it through: of what is shown. */
  gated: number | null;
  /** The best of n candidates: of what is shown. */
  bestOf: number | null;
  /** The first candidate, filtered, with the legal names as a constraint. */
  constrained: number | null;
  /** The best of n with it: what users see. */
  bestConstrained: number | null;
}

export interface EvalNames {
  positions: number;
  /** Share where the identifier that stood there is among the legal ones: below 1 is a fault of ours. */
  originalAllowed: number | null;
  /** Share of first candidates that begin with a legal name, without the constraint. */
  legalRaw: number | null;
  /** The same with it. */
  legalConstrained: number | null;
}

/** Milliseconds. */
export interface EvalLatency {
  p50: number;
  p90: number;
  p95: number;
  p99: number;
}

export interface EvalProgress {
  /** Positions replayed. */
  done: number;
  /** All of them; 0 while the repository loads. */
  total: number;
  message?: string | null;
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
  /** `staged`, `working` (what differs from the last commit, new files too), `range` or `patch`. */
  scope: string;
  /** Two revisions, `A..B`, for the scope `range`. */
  range?: string | null;
  /** A unified diff, for the scope `patch`. */
  patch?: string | null;
  /** When it is up, what was not reviewed is named in `skipped`. */
  timeoutSeconds?: number | null;
  workspace?: WorkspaceScope | null;
  options?: GenerationOptions | null;
  partialResultToken?: string | null;
  workDoneToken?: unknown | null;
  /** Where the client runs and the variables of git it was started with, as git sets them for hooks. */
  git?: GitSurroundings | null;
}

export interface GitSurroundings {
  /** The client's working folder, absolute: relative paths in a patch and in variables may start there. */
  folder: string;
  /** Such as `GIT_INDEX_FILE`; what does not change which content git reads is ignored. */
  variables: Record<string, string>;
}

export interface ReviewResult {
  findings: Finding[];
  /** What was left out by rule, and what could not be looked at. */
  skipped: SkippedFile[];
  /** False when something could not be looked at, or the time was up before everything was. */
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

/** Asks for the speed of the daemon's machine with a model. It takes seconds to minutes, behind all other requests. */
export interface BenchParams {
  options?: GenerationOptions | null;
  partialResultToken?: string | null;
}

export interface BenchResult {
  model: string;
  backend: string;
  threads: number;
  /** Time the model took to load; null when it was loaded already. */
  loadMs: number | null;
  /** Tokens of the prompt whose reading was timed. */
  promptTokens: number;
  prefillTokensPerSecond: number;
  decodeTokensPerSecond: number;
  /** Tokens before the cursor of a keystroke. */
  longPromptTokens: number;
  /** To the first token, nothing of the long prompt known. */
  coldFirstTokenMs: number;
  /** To the first token, the long prompt known and a few tokens typed since. */
  cachedFirstTokenMs: number;
  suggestionTokens: number;
  /** To the last of `suggestionTokens` then. */
  suggestionMs: number;
  streams: number;
  /** Of all `streams` requests together. */
  streamsTokensPerSecond: number;
  /** Whether others used the model meanwhile. */
  busy: boolean;
  totalMs: number;
  /** What to expect, for a person. */
  verdict: string;
  notice?: string;
}

/** What is measured now. */
export interface BenchProgress {
  step: number;
  steps: number;
  message: string;
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
  /** Ours, as in `CompletionItem`. */
  verdict: string;
  /** Ours: names the item in `gptoss/accepted`. */
  id: string;
  /** Ours: how much of the text a client inserts that takes it piece by piece. */
  partial: PartialLengths;
  /** Ours: to be applied together with the text; null for none. */
  additionalEdits?: CompletionEdit[];
}

/** Lengths of an item's first pieces in UTF-16 units. */
export interface PartialLengths {
  /** Up to the end of the first word or run of signs, with the blanks before it. */
  word: number;
  /** Up to the end of the first line that has something on it. */
  line: number;
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
