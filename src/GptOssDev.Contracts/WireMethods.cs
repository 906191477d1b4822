using System.Text.Json;

namespace GptOssDev.Contracts;

/// <summary>
/// Every method of the wire with its shapes. The page <c>PROTOCOL.md</c> and the extension's types are generated from it, and
/// a test holds it against what the daemon serves.
/// </summary>
public static class WireMethods
{
    private static readonly int[] _ofCode = [ErrorCodes.BadInput, ErrorCodes.Environment];
    private static readonly int[] _ofModel =
    [
        ErrorCodes.BadInput,
        ErrorCodes.Environment,
        ErrorCodes.Busy,
        ErrorCodes.NoAnswer,
    ];
    private static readonly int[] _ofEditor = [ErrorCodes.ContentModified, .. _ofModel];

    public static IReadOnlyList<WireMethod> All { get; } =
    [
        new(
            Methods.Status,
            "How the daemon is: model, queue, memory, clients.",
            typeof(EmptyParams),
            typeof(StatusResult)
        ),
        new(Methods.Shutdown, "Ends the daemon; the answer comes first.", typeof(EmptyParams), typeof(EmptyResult)),
        new(
            Methods.Doctor,
            "What the daemon sees of the machine, and what mends it.",
            typeof(EmptyParams),
            typeof(DoctorResult)
        ),
        new(
            Methods.Complete,
            "Candidates for the text at a cursor, those that the compiler rejects left out.",
            typeof(CompleteParams),
            typeof(CompleteResult)
        )
        {
            Errors = _ofModel,
        },
        new(
            Methods.Accepted,
            "What the user did with a suggestion, for the local counters.",
            typeof(AcceptedParams),
            typeof(EmptyResult)
        )
        {
            AlsoNotification = true,
        },
        new(Methods.Stats, "The local counters, never sent anywhere.", typeof(EmptyParams), typeof(StatsResult)),
        new(
            Methods.Eval,
            "Measures the model and the product on a repository: hides its own code and has it completed again.",
            typeof(EvalParams),
            typeof(EvalResult)
        )
        {
            Partial = typeof(EvalProgress),
            Errors = _ofModel,
        },
        new(
            Methods.Explain,
            "Explains a file, some of its lines or a symbol.",
            typeof(ExplainParams),
            typeof(AnswerResult)
        )
        {
            Partial = typeof(AnswerDelta),
            Errors = _ofModel,
        },
        new(
            Methods.Ask,
            "Answers a question from the files named and the text given.",
            typeof(AskParams),
            typeof(AnswerResult)
        )
        {
            Partial = typeof(AnswerDelta),
            Errors = _ofModel,
        },
        new(
            Methods.Refactor,
            "Proposes a change with the compiler's verdict. Writes nothing; a rejected attempt is a result.",
            typeof(RefactorParams),
            typeof(RefactorResult)
        )
        {
            Partial = typeof(AnswerDelta),
            Errors = _ofModel,
        },
        new(
            Methods.Review,
            "Reviews changes: what the compiler proves first, then what the model finds plausible.",
            typeof(ReviewParams),
            typeof(ReviewResult)
        )
        {
            Partial = typeof(ReviewProgress),
            Errors = _ofModel,
        },
        new(
            Methods.VerifyEdit,
            "The compiler's verdict on edits that somebody else made. No model is asked, nothing is written.",
            typeof(VerifyEditParams),
            typeof(VerifyEditResult)
        )
        {
            Errors = [ErrorCodes.ContentModified, .. _ofCode],
        },
        new(
            Methods.Generate,
            "The bare continuation of a prompt, for measuring and tooling.",
            typeof(GenerateParams),
            typeof(GenerateResult)
        )
        {
            Errors = _ofModel,
        },
        new(
            Methods.Bench,
            "Measures this machine with the model: prefill, decode, cached prefix, concurrency.",
            typeof(BenchParams),
            typeof(BenchResult)
        )
        {
            Partial = typeof(BenchProgress),
            Errors = _ofModel,
        },
        new(Methods.ModelList, "The models in the known folders.", typeof(EmptyParams), typeof(ModelListResult)),
        new(
            Methods.ModelInspect,
            "What a model's file says of itself, read without loading it.",
            typeof(ModelParams),
            typeof(ModelInspectResult)
        )
        {
            Errors = _ofCode,
        },
        new(
            Methods.ModelLoad,
            "Loads a model ahead of the first request that needs it.",
            typeof(ModelParams),
            typeof(EmptyResult)
        )
        {
            Errors = [ErrorCodes.Environment, ErrorCodes.Busy],
        },
        new(
            Methods.ModelUnload,
            "Frees the model's memory; the next request loads it again.",
            typeof(EmptyParams),
            typeof(EmptyResult)
        )
        {
            Errors = [ErrorCodes.Busy],
        },
        new(Methods.Initialize, "An editor introduces itself.", typeof(InitializeParams), typeof(InitializeResult)),
        new(Methods.Initialized, "The editor has read what the server can.", typeof(EmptyParams))
        {
            After = Methods.Initialize,
        },
        new(
            Methods.LspShutdown,
            "The editor is about to leave: its documents are let go, the daemon goes on.",
            typeof(EmptyParams),
            typeof(EmptyResult)
        )
        {
            After = Methods.Initialize,
        },
        new(Methods.Exit, "Ends the bridge `gptoss lsp`.", typeof(EmptyParams)),
        new(
            Methods.Trust,
            "The user granted trust in the window's folders, or took it back. Holds from the next request on.",
            typeof(TrustParams)
        )
        {
            After = Methods.Initialize,
        },
        new(
            Methods.DidChangeWorkspaceFolders,
            "Folders were added to the window or taken out of it.",
            typeof(DidChangeWorkspaceFoldersParams)
        )
        {
            After = Methods.Initialize,
        },
        new(
            Methods.DidChangeConfiguration,
            "How this window wants its ghost text generated from now on.",
            typeof(DidChangeConfigurationParams)
        )
        {
            After = Methods.Initialize,
        },
        new(Methods.DidOpen, "A document's text now comes from the editor.", typeof(DidOpenParams))
        {
            After = Methods.Initialize,
        },
        new(
            Methods.DidChange,
            "The user typed. A change outside the text lets the document go: the disk counts until it is opened again.",
            typeof(DidChangeParams)
        )
        {
            After = Methods.DidOpen,
        },
        new(Methods.DidClose, "A document's text is what the disk holds again.", typeof(DidCloseParams))
        {
            After = Methods.DidOpen,
        },
        new(
            Methods.InlineCompletion,
            "Ghost text. Of C# only what the compiler does not reject.",
            typeof(InlineCompletionParams),
            typeof(InlineCompletionList)
        )
        {
            After = Methods.Initialize,
            Errors = _ofModel,
        },
        new(
            Methods.CodeAction,
            "What can be done with a selection, from its syntax and from what the editor shows. Asks no model.",
            typeof(CodeActionParams),
            typeof(IReadOnlyList<CodeAction>)
        )
        {
            After = Methods.Initialize,
        },
        new(
            Methods.ResolveCodeAction,
            "Lets the model write a chosen action's edit. A rejected attempt leaves the action without one.",
            typeof(CodeAction),
            typeof(CodeAction)
        )
        {
            After = Methods.CodeAction,
            Errors = _ofEditor,
        },
        new(
            Methods.ExecuteCommand,
            "Runs one of the editor commands; the result's type is that of the command.",
            typeof(ExecuteCommandParams),
            typeof(JsonElement)
        )
        {
            After = Methods.Initialize,
            Errors = _ofEditor,
        },
        new(
            Methods.CancelWorkDone,
            "The user cancelled a piece of work where its progress is shown.",
            typeof(WorkDoneTokenParams)
        ),
        new(Methods.CancelRequest, "Cancels a request; it is answered with its error.", typeof(CancelParams)),
        new(
            Methods.Progress,
            "A piece of a streamed result under its `partialResultToken`, or a step of work under its `workDoneToken`.",
            typeof(ProgressParams)
        )
        {
            Sender = WireSender.Server,
        },
        new(
            Methods.CreateWorkDone,
            "Asks to show progress. Sent to editors with `window.workDoneProgress` that do not present results.",
            typeof(WorkDoneTokenParams),
            typeof(EmptyResult)
        )
        {
            Sender = WireSender.Server,
        },
        new(
            Methods.ApplyEdit,
            "Applies a verified refactoring. Sent to editors that do not present results.",
            typeof(ApplyEditParams),
            typeof(ApplyEditResult)
        )
        {
            Sender = WireSender.Server,
        },
        new(
            Methods.ShowMessage,
            "A verdict, an answer or a state, for editors that do not present results.",
            typeof(ShowMessageParams)
        )
        {
            Sender = WireSender.Server,
        },
        new(
            Methods.PublishDiagnostics,
            "A review's findings, for editors that do not present results.",
            typeof(PublishDiagnosticsParams)
        )
        {
            Sender = WireSender.Server,
        },
    ];
}
