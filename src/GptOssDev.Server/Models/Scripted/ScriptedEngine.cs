using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Server.Models.Scripted;

/// <summary>
/// For end-to-end tests: answers from a file in place of a model's, so that a test knows what is suggested, how slowly and
/// when it fails. Everything else is the product's own: prompts, filters, the compiler's verdicts. Chosen by
/// <see cref="Variable"/> in the daemon's environment alone, never by a setting or a repository, and shown wherever a model is
/// named: <c>status</c>, <c>doctor</c>, the notice of each answer, the log. Any thread.
/// </summary>
internal sealed class ScriptedEngine : IInferenceEngine, IModelSession
{
    public const string Variable = "GPTOSS_TEST_ENGINE";
    public const string Name = "test-script";
    private const int ContextTokens = 32_768;
    private readonly EngineScript _script;
    private readonly ScriptedAnswers _answers;
    private readonly ScriptTokenizer _tokenizer = new();
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Task? _load;
    private long _loadStart;
    private int _running;

    public ScriptedEngine(string path, TimeProvider time)
    {
        _script = EngineScript.Read(path);
        _answers = new ScriptedAnswers(_script.Rules ?? []);
        _time = time;
        Model = new ModelInfo(Name, path, "test", 0, 0, ContextTokens, "script", 0);
    }

    public ModelInfo Model { get; }

    public ModelCapabilities Capabilities { get; } =
        new(
            null,
            new HashSet<int>
            {
                ScriptTokenizer.Control("<|return|>"),
                ScriptTokenizer.Control("<|call|>"),
                ScriptTokenizer.Control("<|endoftext|>"),
            }
        );

    public ITokenizer Tokenizer => _tokenizer;

    /// <summary>As far as it had grown when first asked for; a script is bound by no constraint, so its bytes are enough.</summary>
    public TokenVocabulary Vocabulary => field ??= TokenVocabulary.Of(_tokenizer);

    public EngineStatus Status
    {
        get
        {
            var running = Volatile.Read(ref _running);
            lock (_gate)
            {
                return _load switch
                {
                    null => new EngineStatus(ModelState.Unloaded, Name, null, null, running, 0),
                    { IsCompletedSuccessfully: true } => new EngineStatus(
                        ModelState.Ready,
                        Name,
                        Model,
                        null,
                        running,
                        0
                    ),
                    { IsCompleted: true } => new EngineStatus(
                        ModelState.Failed,
                        Name,
                        null,
                        _script.LoadFailure,
                        running,
                        0
                    ),
                    _ => new EngineStatus(ModelState.Loading, Name, null, $"{Percent()} %", running, 0),
                };
            }
        }
    }

    public async ValueTask<IModelSession> AcquireAsync(string? model, CancellationToken cancellationToken)
    {
        Task load;
        lock (_gate)
        {
            if (_load is null or { IsCompletedSuccessfully: false, IsCompleted: true })
            {
                _loadStart = _time.GetTimestamp();
                _load = LoadAsync();
            }
            load = _load;
        }
        await load.WaitAsync(cancellationToken);
        return this;
    }

    public ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _running) > 0)
            {
                return new(false);
            }
            _load = null;
            return new(true);
        }
    }

    public IGeneration Start(GenerationRequest request, CancellationToken cancellationToken)
    {
        if (request.Prompt.Length >= ContextTokens)
        {
            throw new InferenceException(
                InferenceFailure.PromptTooLong,
                $"the prompt has {request.Prompt.Length} tokens, the context has room for {ContextTokens}"
            );
        }
        var rule = _answers.Find(request.Priority, _tokenizer.Text(request.Prompt));
        Interlocked.Increment(ref _running);
        return new ScriptedGeneration(
            request,
            ScriptedAnswers.Tokens(rule, request.Prompt, _tokenizer),
            rule,
            _time,
            () => Interlocked.Decrement(ref _running),
            cancellationToken
        );
    }

    // A session holds nothing: the next one is this one.
    void IDisposable.Dispose() { }

    private async Task LoadAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_script.LoadMs), _time).ConfigureAwait(false);
        if (_script.LoadFailure is { } failure)
        {
            throw new InferenceException(InferenceFailure.ModelNotFound, failure);
        }
    }

    private int Percent() =>
        (int)Math.Min(99, _time.GetElapsedTime(_loadStart).TotalMilliseconds * 100 / Math.Max(1, _script.LoadMs));
}
