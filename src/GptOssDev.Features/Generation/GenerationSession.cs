using GptOssDev.Grammar;
using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>
/// One request's hold on a model: runs its prompts, bounds them, and meters them. Disposing lets go of the model.
/// </summary>
internal sealed class GenerationSession : IDisposable
{
    private readonly IModelSession _session;
    private readonly GenerationSettings _settings;
    private readonly RequestPriority _priority;

    private GenerationSession(
        IModelSession session,
        GenerationSettings settings,
        RequestPriority priority,
        RequestTimer meter
    )
    {
        _session = session;
        _settings = settings;
        _priority = priority;
        Meter = meter;
        Runner = new GenerationRunner(session, meter);
        Budget = new TokenBudget(session.Tokenizer);
    }

    public RequestTimer Meter { get; }

    public GenerationRunner Runner { get; }

    public TokenBudget Budget { get; }

    public ITokenizer Tokenizer => _session.Tokenizer;

    public TokenVocabulary Vocabulary => _session.Vocabulary;

    public ModelCapabilities Capabilities => _session.Capabilities;

    public ModelInfo Model => _session.Model;

    public string? Notice => ModelNotice.For(_session.Model);

    /// <summary>The effort asked for; low where none was, because the features' prompts are made for it.</summary>
    public ReasoningEffort Effort => _settings.Effort ?? ReasoningEffort.Low;

    /// <summary>Acquires the model that the settings name, loading it when needed.</summary>
    public static async Task<GenerationSession> StartAsync(
        IInferenceEngine engine,
        GenerationSettings? settings,
        RequestPriority priority,
        RequestTimer meter,
        CancellationToken cancellationToken
    )
    {
        var chosen = (settings ?? GenerationSettings.Default).Checked();
        var session = await engine.AcquireAsync(chosen.Model, cancellationToken);
        return new GenerationSession(session, chosen, priority, meter);
    }

    /// <summary>Tokens that one generation may write: the user's bound or the feature's, at most half of the context.</summary>
    public int MaxTokens(int usual) =>
        Math.Clamp(_settings.MaxTokens ?? usual, 1, Math.Max(1, _session.Model.ContextTokens / 2));

    /// <summary>Tokens that the fragments of a prompt may have together, so that the answer still has room.</summary>
    /// <param name="answer">Tokens the answer may have.</param>
    /// <param name="frame">Tokens for what surrounds the fragments.</param>
    public int PromptTokens(int answer, int frame = 200) => Math.Max(64, _session.Model.ContextTokens - answer - frame);

    /// <summary>Runs a prompt with the request's priority and sampling, to the end of the answer.</summary>
    /// <param name="shape">What the answer must be.</param>
    public Task<GeneratedAnswer> AnswerAsync(
        Conversation conversation,
        AnswerFormat shape,
        int maxTokens,
        Action<AnswerPart>? onPart,
        CancellationToken cancellationToken
    )
    {
        var prompt = GptOssDev.Features.Prompts.ChatPrompt.Render(_session.Tokenizer, conversation);
        var plan = new GenerationPlan(_priority, Sampling(), maxTokens, _session.Capabilities.AnswerStops)
        {
            Constraint = Task.FromResult<ITokenConstraint?>(shape.ConstraintFor(_session)),
        };
        return Runner.RunAsync(prompt, plan, onPart, cancellationToken);
    }

    /// <summary>The plan of a prompt that is not a conversation.</summary>
    public GenerationPlan Plan(
        SamplingOptions sampling,
        int maxTokens,
        IReadOnlySet<int> stops,
        Func<string, bool> enough
    ) => new(_priority, sampling, maxTokens, stops, enough);

    /// <summary>Greedy unless the user wants otherwise.</summary>
    public SamplingOptions Sampling() => new(_settings.Temperature ?? 0, 1, _settings.Seed);

    public void Dispose() => _session.Dispose();
}
