using System.Text.Json;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Symbols;
using GptOssDev.Contracts;
using GptOssDev.Features.Refactor;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Refactor;

/// <summary>
/// The actions for one selection of one document. An editor that asks for an edit when an action is chosen gets data to ask
/// with; every other one gets a command. Holds nothing but its request.
/// </summary>
internal sealed class CodeActionProvider
{
    public const string QuickFix = "quickfix";
    public const string Rewrite = "refactor.rewrite";
    private const int Invoked = 1;
    private const int MaxDiagnostics = 5;
    private readonly CodeActionParams _parameters;
    private readonly EditorCapabilities _editor;
    private readonly int? _version;

    public CodeActionProvider(CodeActionParams parameters, RequestContext context)
    {
        _parameters = parameters;
        _editor = context.Session.Abilities;
        var uri = parameters.TextDocument.Uri;
        _version = context.Documents.Find(uri)?.Version;
        Target = DocumentUris.ToPath(uri) is { } path ? new EditorTarget(uri, path) : null;
        Text = Target?.Text(context);
    }

    /// <summary>Null when the document is no file.</summary>
    public EditorTarget? Target { get; }

    /// <summary>Null when the document cannot be read.</summary>
    public string? Text { get; }

    /// <summary>Whether the user asked for the menu, as against an editor that wonders whether to show a lamp.</summary>
    public bool IsOpened => (_parameters.Context?.TriggerKind ?? Invoked) == Invoked;

    /// <summary>Whether actions of a kind are asked for: a kind asks for all below it too.</summary>
    public bool Wants(string kind) =>
        _parameters.Context?.Only is not { } only
        || only.Any(wanted =>
            wanted.Length == 0 || kind == wanted || kind.StartsWith(wanted + ".", StringComparison.Ordinal)
        );

    /// <summary>A fix and an explanation for each thing that the C# compiler says, bounded; the same one from two sources once.</summary>
    public IEnumerable<CodeAction> OfDiagnostics(IReadOnlyList<Diagnostic> diagnostics) =>
        diagnostics
            .Select(d => (Shown: d, Named: DiagnosticConversions.Named(d)))
            .Where(d => d.Named is not null)
            .DistinctBy(d => (d.Named!.Code, d.Named.Range.Start.Line))
            .Take(MaxDiagnostics)
            .SelectMany(d => OfDiagnostic(d.Shown, d.Named!));

    /// <summary>The refactorings that the selection's syntax suggests.</summary>
    public IEnumerable<CodeAction> OfSelection(CancellationToken cancellationToken)
    {
        var traits = Target!.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
            ? RefactoringTraitQueries.Of(Text!, Selection(_parameters.Range), cancellationToken)
            : RefactoringTraits.None;
        foreach (var item in RefactoringCatalog.For(traits))
        {
            yield return Refactor($"{item.Title} with gptoss", Rewrite, Ask() with { Action = item.Name });
        }
        if (_editor.PresentsResults)
        {
            yield return Command("Refactor with gptoss…", Rewrite, EditorCommands.Refactor, Ask());
        }
        else if (_parameters.Context?.Only is null)
        {
            yield return Command("Explain with gptoss", null, EditorCommands.Explain, Explain());
        }
    }

    private IEnumerable<CodeAction> OfDiagnostic(Diagnostic shown, NamedDiagnostic named)
    {
        yield return Refactor(
            $"Fix {named.Code} with gptoss",
            QuickFix,
            Ask() with
            {
                Range = null,
                Diagnostic = named,
            }
        ) with
        {
            Diagnostics = [shown],
        };
        yield return Command(
            $"Explain {named.Code} with gptoss",
            QuickFix,
            EditorCommands.Explain,
            Explain() with
            {
                Range = null,
                Diagnostic = named,
            }
        ) with
        {
            Diagnostics = [shown],
        };
    }

    private EditorRefactorParams Ask() => new(_parameters.TextDocument.Uri, _version, _parameters.Range);

    private EditorExplainParams Explain() => new(_parameters.TextDocument.Uri, _version, _parameters.Range);

    private CodeAction Refactor(string title, string kind, EditorRefactorParams command) =>
        _editor is { ResolvesEdits: true, PresentsResults: false }
            ? new CodeAction(title, kind, Data: Json(command))
            : Command(title, kind, EditorCommands.Refactor, command);

    private static CodeAction Command(string title, string? kind, string name, EditorRefactorParams argument) =>
        new(title, kind, Command: new EditorCommand(title, name) { Arguments = [Json(argument)] });

    private static CodeAction Command(string title, string? kind, string name, EditorExplainParams argument) =>
        new(
            title,
            kind,
            Command: new EditorCommand(title, name)
            {
                Arguments = [JsonSerializer.SerializeToElement(argument, ProtocolJson.Default.EditorExplainParams)],
            }
        );

    private static JsonElement Json(EditorRefactorParams command) =>
        JsonSerializer.SerializeToElement(command, ProtocolJson.Default.EditorRefactorParams);

    private static TextRange Selection(GptOssDev.Contracts.Range range) =>
        new(ProtocolConversions.Position(range.Start), ProtocolConversions.Position(range.End));
}
