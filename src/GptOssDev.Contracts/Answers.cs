using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <summary>Asks for an explanation of a file, some of its lines, or a symbol. Either path or symbol is given.</summary>
/// <param name="Lines">The lines to explain; null is the whole file.</param>
/// <param name="Symbol">Name or qualified name, looked up in the workspace.</param>
/// <param name="PartialResultToken">Where to stream <see cref="AnswerDelta"/>s; null does not stream.</param>
public sealed record ExplainParams(
    string? Path = null,
    LineSpan? Lines = null,
    string? Symbol = null,
    string? Text = null,
    WorkspaceScope? Workspace = null,
    GenerationOptions? Options = null,
    string? PartialResultToken = null,
    JsonElement? WorkDoneToken = null
);

/// <summary>Asks a question about the repository.</summary>
/// <param name="Files">Files to answer from, absolute paths, with the lines that matter.</param>
/// <param name="Context">Text piped in by the user.</param>
/// <param name="UseRepository">False answers without looking at the repository; null is true.</param>
public sealed record AskParams(
    string Question,
    IReadOnlyList<FileReference>? Files = null,
    string? Context = null,
    bool? UseRepository = null,
    WorkspaceScope? Workspace = null,
    GenerationOptions? Options = null,
    string? PartialResultToken = null,
    JsonElement? WorkDoneToken = null
);

/// <param name="Lines">Null is the whole file.</param>
public sealed record FileReference(string Path, LineSpan? Lines = null);

/// <summary>A piece of a streamed answer.</summary>
/// <param name="Channel"><c>answer</c> or <c>reasoning</c>.</param>
public sealed record AnswerDelta(string Channel, string Text);

/// <param name="Path">Relative to the workspace's root where it lies inside it.</param>
/// <param name="Verified">Whether the file exists and has these lines.</param>
public sealed record Citation(string Path, int StartLine, int EndLine, bool Verified);

/// <summary>An explanation or an answer.</summary>
public sealed record AnswerResult(
    string Answer,
    string Reasoning,
    IReadOnlyList<Citation> Citations,
    Timings Timings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null
);
