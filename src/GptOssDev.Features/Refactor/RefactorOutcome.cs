using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Refactor;

/// <param name="Verdict">The compiler's answer on the last attempt, with its evidence.</param>
/// <param name="Edits">The last attempt's edits, also when they were rejected; empty when the model wrote no code.</param>
/// <param name="Attempts">How often the model was asked.</param>
/// <param name="Notice">What the user should be told once; null for nothing.</param>
public sealed record RefactorOutcome(
    Verdict Verdict,
    IReadOnlyList<FileEdit> Edits,
    int Attempts,
    FeatureTimings Timings,
    string? Notice
);

/// <param name="Path">Relative to the workspace's root where it lies inside it, with forward slashes.</param>
/// <param name="Diff">Unified diff.</param>
/// <param name="OldText">The text that the edit was made for.</param>
/// <param name="NewText">The whole new text, line endings as in the old one.</param>
public sealed record FileEdit(string Path, string Diff, string OldText, string NewText);
