namespace GptOssDev.Contracts;

/// <summary>The names of every method that goes over the wire. LSP's own names keep their meaning.</summary>
public static class Methods
{
    public const string Status = "gptoss/status";
    public const string Shutdown = "gptoss/shutdown";
    public const string Doctor = "gptoss/doctor";
    public const string Complete = "gptoss/complete";
    public const string Accepted = "gptoss/accepted";
    public const string Stats = "gptoss/stats";
    public const string Eval = "gptoss/eval";
    public const string Explain = "gptoss/explain";
    public const string Ask = "gptoss/ask";
    public const string Refactor = "gptoss/refactor";
    public const string Review = "gptoss/review";
    public const string Bench = "gptoss/bench";
    public const string VerifyEdit = "gptoss/verifyEdit";
    public const string Trust = "gptoss/trust";
    public const string Generate = "gptoss/generate";
    public const string ModelList = "gptoss/model/list";
    public const string ModelInspect = "gptoss/model/inspect";
    public const string ModelLoad = "gptoss/model/load";
    public const string ModelUnload = "gptoss/model/unload";

    public const string Initialize = "initialize";
    public const string Initialized = "initialized";
    public const string LspShutdown = "shutdown";
    public const string Exit = "exit";
    public const string DidOpen = "textDocument/didOpen";
    public const string DidChange = "textDocument/didChange";
    public const string DidSave = "textDocument/didSave";
    public const string DidClose = "textDocument/didClose";
    public const string InlineCompletion = "textDocument/inlineCompletion";
    public const string CodeAction = "textDocument/codeAction";
    public const string ResolveCodeAction = "codeAction/resolve";
    public const string PublishDiagnostics = "textDocument/publishDiagnostics";
    public const string ExecuteCommand = "workspace/executeCommand";
    public const string ApplyEdit = "workspace/applyEdit";
    public const string DidChangeWorkspaceFolders = "workspace/didChangeWorkspaceFolders";
    public const string DidChangeConfiguration = "workspace/didChangeConfiguration";
    public const string ShowMessage = "window/showMessage";
    public const string CreateWorkDone = "window/workDoneProgress/create";
    public const string CancelWorkDone = "window/workDoneProgress/cancel";
    public const string CancelRequest = "$/cancelRequest";
    public const string Progress = "$/progress";
}
