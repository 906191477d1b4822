namespace GptOssDev.Features.Generation;

/// <summary>A prompt to continue as it is. Either a text or token ids are given.</summary>
/// <param name="Text">Spellings of control tokens in it stay text.</param>
/// <param name="Tokens">Ids of the model's vocabulary, control tokens too.</param>
/// <param name="StopAtEnd">Whether the model's end tokens end it.</param>
public sealed record GenerateRequest(
    string? Text,
    IReadOnlyList<int>? Tokens,
    bool StopAtEnd,
    GenerationSettings? Settings = null
);
