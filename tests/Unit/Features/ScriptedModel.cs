using System.Runtime.CompilerServices;
using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>
/// A model that writes what the test gives it, one script per generation; the last one again when they run out. Remembers
/// every request and whether its generation was disposed.
/// </summary>
internal sealed class ScriptedModel(params string[] scripts) : IInferenceEngine, IModelSession
{
    public const string Answer = "<|channel|>final<|message|>";

    // Candidates of one completion end on several threads.
    private int _disposed;

    public List<GenerationRequest> Requests { get; } = [];

    public int Disposed => Volatile.Read(ref _disposed);

    /// <summary>Called before each token with its index in the generation.</summary>
    public Action<int>? BeforeToken { get; init; }

    public bool HasFillInTheMiddle { get; init; }

    public long Parameters { get; init; } = 400_000_000;

    public int ContextTokens { get; init; } = 100_000;

    public ModelInfo Model =>
        new("scripted", "/models/scripted.gguf", "gpt-oss", Parameters, 1, ContextTokens, "CPU", 0);

    public ModelCapabilities Capabilities =>
        new(
            HasFillInTheMiddle
                ? new FillInTheMiddleTokens(
                    ByteTokenizer.IdOf("<|fim_prefix|>"),
                    ByteTokenizer.IdOf("<|fim_suffix|>"),
                    ByteTokenizer.IdOf("<|fim_middle|>"),
                    null,
                    null,
                    Stops("<|endoftext|>")
                )
                : null,
            Stops("<|return|>", "<|call|>", "<|endoftext|>")
        );

    public ITokenizer Tokenizer { get; } = new ByteTokenizer();

    public TokenVocabulary Vocabulary => field ??= TokenVocabulary.Of(Tokenizer);

    public EngineStatus Status => new(ModelState.Ready, "scripted", Model, null, 0, 0);

    /// <summary>The prompt of a request as text.</summary>
    public string Prompt(int request) => ByteTokenizer.Show(Requests[request].Prompt);

    public ValueTask<IModelSession> AcquireAsync(string? model, CancellationToken cancellationToken) => new(this);

    public ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken) => new(false);

    public IGeneration Start(GenerationRequest request, CancellationToken cancellationToken)
    {
        var script = scripts[Math.Min(Requests.Count, scripts.Length - 1)];
        Requests.Add(request);
        return new Generation(this, request, ByteTokenizer.Script(script));
    }

    public void Dispose() { }

    private static HashSet<int> Stops(params string[] controls) => [.. controls.Select(ByteTokenizer.IdOf)];

    private sealed class Generation(ScriptedModel model, GenerationRequest request, int[] script) : IGeneration
    {
        private int _generated;
        private FinishReason _reason = FinishReason.Cancelled;

        public IAsyncEnumerable<GeneratedToken> Tokens => Read();

        public GenerationStats Stats =>
            new(
                _reason,
                null,
                request.Prompt.Length,
                0,
                _generated,
                TimeSpan.FromMilliseconds(1),
                TimeSpan.FromMilliseconds(2),
                TimeSpan.FromMilliseconds(3),
                TimeSpan.FromMilliseconds(4)
            );

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref model._disposed);
            return default;
        }

        private async IAsyncEnumerable<GeneratedToken> Read([EnumeratorCancellation] CancellationToken cancel = default)
        {
            await Task.Yield();
            foreach (var token in script)
            {
                model.BeforeToken?.Invoke(_generated);
                cancel.ThrowIfCancellationRequested();
                if (request.StopTokens.Contains(token) || _generated == request.MaxTokens)
                {
                    _reason = _generated == request.MaxTokens ? FinishReason.Length : FinishReason.Stop;
                    yield break;
                }
                _generated++;
                yield return new GeneratedToken(token, -0.5f);
            }
            _reason = FinishReason.Stop;
        }
    }
}
