using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <summary>Asks for a review of changes.</summary>
/// <param name="Scope">
/// <c>staged</c>, <c>working</c> (what differs from the last commit, new files too), <c>range</c> or <c>patch</c>.
/// </param>
/// <param name="Range">Two revisions, <c>A..B</c>, for the scope <c>range</c>.</param>
/// <param name="Patch">A unified diff, for the scope <c>patch</c>.</param>
/// <param name="TimeoutSeconds">When it is up, what was not reviewed is named in <c>skipped</c>.</param>
/// <param name="Git">Where the client runs and the variables of git it was started with, as git sets them for hooks.</param>
public sealed record ReviewParams(
    string Scope,
    string? Range = null,
    string? Patch = null,
    double? TimeoutSeconds = null,
    WorkspaceScope? Workspace = null,
    GenerationOptions? Options = null,
    string? PartialResultToken = null,
    JsonElement? WorkDoneToken = null,
    GitSurroundings? Git = null
);

/// <param name="Folder">The client's working folder, absolute: relative paths in a patch and in variables may start there.</param>
/// <param name="Variables">Such as <c>GIT_INDEX_FILE</c>; what does not change which content git reads is ignored.</param>
public sealed record GitSurroundings(string Folder, IReadOnlyDictionary<string, string> Variables);

/// <param name="Id">Number of the finding within this review.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Witness"><c>proved</c> by the compiler, or <c>plausible</c>.</param>
/// <param name="Source"><c>compiler</c> or <c>model</c>.</param>
/// <param name="Fingerprint">The same for the same finding in a later review.</param>
public sealed record Finding(
    string Id,
    string Path,
    int StartLine,
    int EndLine,
    string Severity,
    string Rule,
    string Message,
    string? Suggestion,
    string Witness,
    string Source,
    string Fingerprint
);

public sealed record SkippedFile(string Path, string Why);

/// <summary>A piece of a streamed review: a finding, or what is being looked at.</summary>
public sealed record ReviewProgress(Finding? Finding, string? Message);

/// <param name="Skipped">What was left out by rule, and what could not be looked at.</param>
/// <param name="Complete">False when something could not be looked at, or the time was up before everything was.</param>
/// <param name="Root">The folder that the paths start from.</param>
public sealed record ReviewResult(
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<SkippedFile> Skipped,
    bool Complete,
    Timings Timings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Root = null
);
