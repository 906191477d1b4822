using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.Features.Completion;

/// <summary>Asks for inline completions at a cursor.</summary>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="Text">The buffer's text; null reads the file.</param>
/// <param name="Count">Number of candidates, from 1 to 8.</param>
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
);

/// <summary>What made the client ask.</summary>
public enum CompletionTrigger
{
    /// <summary>The user asked for it: only what cannot be completed at all is refused.</summary>
    Invoked,

    /// <summary>The user typed: places where a suggestion would disturb are left alone.</summary>
    Automatic,
}
