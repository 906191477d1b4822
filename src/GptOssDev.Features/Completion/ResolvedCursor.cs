using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion.Candidates;
using GptOssDev.Features.Completion.Context;

namespace GptOssDev.Features.Completion;

/// <summary>A cursor with all that is known of it before a model is asked.</summary>
/// <param name="Code">A snapshot in which the file has the cursor's text.</param>
/// <param name="Names">
/// The names that may stand at the cursor; null when it takes more than names, or nobody knows. They are found while the model
/// reads the prompt.
/// </param>
internal sealed record ResolvedCursor(
    CodeSnapshot Code,
    CursorContext Cursor,
    CompletionPath Path,
    Task<IdentifierConstraint?> Names,
    PackedContext Context
);
