namespace GptOssDev.Features.Completion.Sessions;

/// <summary>What a user sets of suggestions while typing; null leaves it to what suits the machine.</summary>
/// <param name="Pause">How long typing has to pause before a model is asked.</param>
/// <param name="Prefetch">Whether what could follow a shown suggestion is written while it is shown.</param>
public sealed record InlineCompletionSettings(TimeSpan? Pause = null, bool? Prefetch = null);
