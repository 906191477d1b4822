using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>Asks for a suggestion at the cursor of a document that is being typed in.</summary>
/// <param name="Text">The document as the editor has it.</param>
/// <param name="Code">Takes the snapshot; only called when a model has to be asked.</param>
public sealed record InlineCompletionRequest(
    string Path,
    string Text,
    TextPosition Position,
    CompletionTrigger Trigger,
    Func<CancellationToken, Task<CodeSnapshot>> Code
)
{
    public GenerationSettings? Settings { get; init; }

    /// <summary>See <see cref="CompletionRequest.TimeBudget"/>.</summary>
    public TimeSpan? TimeBudget { get; init; }

    public EditorContext Surroundings { get; init; } = EditorContext.None;
}

/// <param name="Source">Where the outcome comes from.</param>
public sealed record InlineCompletionOutcome(CompletionOutcome Outcome, SuggestionSource Source);

/// <summary>Where a suggestion comes from.</summary>
public enum SuggestionSource
{
    /// <summary>A generation that this request began.</summary>
    Model,

    /// <summary>A generation that ran already and agreed with what was typed.</summary>
    Joined,

    /// <summary>An outcome that was there: no model was asked.</summary>
    Cache,
}
