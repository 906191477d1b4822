using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion;

/// <summary>Asks for inline completions at a cursor.</summary>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="Text">The buffer's text; null reads the file.</param>
/// <param name="Count">Number of items, from 1 to 8.</param>
/// <param name="Verify">False returns the model's text unverified.</param>
public sealed record CompletionRequest(
    CodeSnapshot Code,
    string Path,
    TextPosition Position,
    string? Text = null,
    int Count = 1,
    bool Verify = true,
    CompletionTrigger Trigger = CompletionTrigger.Invoked,
    GenerationSettings? Settings = null
)
{
    /// <summary>
    /// Candidates that are written to choose the items from, from 1 to 8; null is what suits the machine. Unverified ones cannot
    /// be chosen from, so only as many are written as items were asked for.
    /// </summary>
    public int? Candidates { get; init; }

    /// <summary>When it is over, what is written until then is filtered, verified and returned; null waits for the end.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Whether the names that the compiler knows as legal hold the first identifier.</summary>
    public bool ConstrainNames { get; init; } = true;

    public EditorContext Surroundings { get; init; } = EditorContext.None;

    /// <summary>Who goes first on the model; below keystrokes for what nobody waits for yet.</summary>
    internal RequestPriority Priority { get; init; } = RequestPriority.Keystroke;
}

/// <summary>What made the client ask.</summary>
public enum CompletionTrigger
{
    /// <summary>The user asked for it: only what cannot be completed at all is refused.</summary>
    Invoked,

    /// <summary>The user typed: places where a suggestion would disturb are left alone.</summary>
    Automatic,
}
