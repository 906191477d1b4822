using System.Text;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Continues a prompt as it is, behind everything a person waits for: for measuring and tooling. No format is added and none
/// is read, nothing is verified. Holds no state of a request; any thread.
/// </summary>
public sealed class GenerateFeature(IInferenceEngine engine, TimeProvider time)
{
    private const int UsualTokens = 128;
    private const int MaxTokens = 4096;

    // No token of the vocabularies in use spells more characters, so a longer text cannot fit and need not be encoded.
    private const int MaxCharactersPerToken = 128;

    private static readonly HashSet<int> _noStops = [];

    /// <exception cref="FeatureException">No prompt or two, a token outside the vocabulary, too many tokens asked for.</exception>
    /// <exception cref="InferenceException">The prompt does not fit the context, or the model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<GenerateOutcome> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var count = request.Settings?.MaxTokens ?? UsualTokens;
        if (count > MaxTokens)
        {
            throw Bad($"max tokens {count} is too large: give {MaxTokens} or less");
        }
        if ((request.Text is null) == (request.Tokens is null))
        {
            throw Bad("give the prompt either as a text or as token ids");
        }
        var meter = new RequestTimer(time);
        using var model = await GenerationSession.StartAsync(
            engine,
            request.Settings,
            RequestPriority.Background,
            meter,
            cancellationToken
        );
        var prompt = PromptOf(request, model);
        var stops = request.StopAtEnd ? model.Capabilities.AnswerStops : _noStops;
        var generation = model.Runner.Session.Start(
            new GenerationRequest(prompt, count, RequestPriority.Background, model.Sampling(), stops),
            cancellationToken
        );
        var tokens = new List<int>();
        try
        {
            await foreach (var token in generation.Tokens.WithCancellation(cancellationToken))
            {
                meter.SawToken();
                tokens.Add(token.Id);
            }
        }
        finally
        {
            await generation.DisposeAsync();
            meter.Add(generation.Stats);
        }
        return new GenerateOutcome(tokens, TextOf(tokens, model.Tokenizer), generation.Stats.Reason, meter.Timings);
    }

    private static int[] PromptOf(GenerateRequest request, GenerationSession model)
    {
        var context = model.Model.ContextTokens;
        if (request.Text is { } text && text.Length > (long)context * MaxCharactersPerToken)
        {
            throw Bad($"the prompt has {text.Length} characters, more than the context's {context} tokens can hold");
        }
        var prompt = request.Text is null ? [.. request.Tokens!] : model.Tokenizer.Encode(request.Text);
        if (prompt.Length == 0)
        {
            throw Bad("the prompt is empty: give at least one token");
        }
        var bad = Array.FindIndex(prompt, id => !model.Tokenizer.TryGetBytes(id, out _));
        return bad < 0
            ? prompt
            : throw Bad(
                $"token {prompt[bad]} at index {bad} of the prompt is not in the vocabulary of {model.Model.Name}"
            );
    }

    private static string TextOf(List<int> tokens, ITokenizer tokenizer)
    {
        var bytes = new List<byte>();
        foreach (var id in tokens)
        {
            if (!tokenizer.IsControl(id) && tokenizer.TryGetBytes(id, out var piece))
            {
                bytes.AddRange(piece.Span);
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static FeatureException Bad(string message) => new(FeatureFailure.BadInput, message);
}
