namespace GptOssDev.Contracts;

/// <summary>
/// Asks for the bare continuation of a prompt, for measuring and tooling: no harmony format, no verdict. Either a text or
/// token ids are given.
/// </summary>
/// <param name="Prompt">Text; spellings of control tokens in it stay text.</param>
/// <param name="Tokens">Token ids of the model's vocabulary, control tokens too.</param>
/// <param name="MaxTokens">Bound on the tokens generated; null is that of the options, or 128.</param>
/// <param name="StopAtEnd">Whether the model's end tokens end it; null is false: all the tokens asked for are generated.</param>
public sealed record GenerateParams(
    string? Prompt = null,
    IReadOnlyList<int>? Tokens = null,
    int? MaxTokens = null,
    bool? StopAtEnd = null,
    GenerationOptions? Options = null
);

/// <param name="Tokens">The ids generated, without the one that ended it.</param>
/// <param name="Text">Their text; control tokens have none, bytes that are no whole character become U+FFFD.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or <c>context-full</c>.</param>
public sealed record GenerateResult(IReadOnlyList<int> Tokens, string Text, string FinishReason, Timings Timings);
