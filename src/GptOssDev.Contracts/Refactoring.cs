using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <summary>Asks for a refactoring of a file, some of its lines, or a symbol. Writes nothing: the client applies the edits.</summary>
public sealed record RefactorParams(
    string Instruction,
    string? Path = null,
    LineSpan? Lines = null,
    string? Symbol = null,
    string? Text = null,
    WorkspaceScope? Workspace = null,
    GenerationOptions? Options = null,
    string? PartialResultToken = null,
    JsonElement? WorkDoneToken = null
);

/// <param name="Path">Relative to the workspace's root where it lies inside it.</param>
/// <param name="Diff">Unified diff.</param>
/// <param name="OldText">The text the edit was made for; a client refuses to write when the file holds another.</param>
/// <param name="NewText">The whole new text, line endings as in the old one.</param>
public sealed record FileEdit(string Path, string Diff, string OldText, string NewText);

/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
public sealed record DiagnosticItem(string Id, string Severity, string Message, string Path, int Line, int Column);

/// <summary>What the verdict rests on.</summary>
/// <param name="Attempts">How often the model was asked.</param>
/// <param name="Tests">What the test command said; null when none ran.</param>
public sealed record Evidence(
    IReadOnlyList<DiagnosticItem> DiagnosticsAdded,
    IReadOnlyList<DiagnosticItem> DiagnosticsRemoved,
    IReadOnlyList<string> PublicApiChanged,
    int ProjectsChecked,
    int Attempts,
    string? Tests = null
);

/// <param name="Verdict"><c>accepted</c>, <c>rejected</c> or <c>inconclusive</c>.</param>
public sealed record RefactorResult(
    string Verdict,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<FileEdit> Edits,
    Evidence Evidence,
    Timings Timings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null
);
