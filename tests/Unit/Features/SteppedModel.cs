using System.Runtime.CompilerServices;
using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;
using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>
/// A model whose generations the test drives: each writes only what it is handed and ends when it is told. Knows how many
/// generations ran at the same time.
/// </summary>
internal sealed class SteppedModel : IInferenceEngine, IModelSession
{
    private readonly Lock _gate = new();
    private readonly ScriptedModel _shape = new("x") { HasFillInTheMiddle = true };
    private readonly List<Generation> _generations = [];
    private readonly SemaphoreSlim _started = new(0);
    private int _taken;

    /// <summary>Generations that were started so far.</summary>
    public int Started
    {
        get
        {
            lock (_gate)
            {
                return _generations.Count;
            }
        }
    }

    public int Running { get; private set; }

    public int MostRunning { get; private set; }

    public ModelInfo Model => _shape.Model;

    public ModelCapabilities Capabilities => _shape.Capabilities;

    public ITokenizer Tokenizer => _shape.Tokenizer;

    public TokenVocabulary Vocabulary => _shape.Vocabulary;

    public EngineStatus Status => _shape.Status;

    public ValueTask<IModelSession> AcquireAsync(string? model, CancellationToken cancellationToken) => new(this);

    public ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken) => new(false);

    public void Dispose() { }

    /// <summary>Waits for the next generation.</summary>
    public async Task<Generation> NextAsync()
    {
        Assert.True(await _started.WaitAsync(TimeSpan.FromSeconds(30)), "no generation was started");
        lock (_gate)
        {
            return _generations[_taken++];
        }
    }

    public IGeneration Start(GenerationRequest request, CancellationToken cancellationToken)
    {
        var generation = new Generation(this, request, cancellationToken);
        lock (_gate)
        {
            _generations.Add(generation);
            Running++;
            MostRunning = Math.Max(MostRunning, Running);
        }
        _started.Release();
        return generation;
    }

    internal sealed class Generation(SteppedModel model, GenerationRequest request, CancellationToken cancel)
        : IGeneration
    {
        private readonly System.Threading.Channels.Channel<int> _tokens =
            System.Threading.Channels.Channel.CreateUnbounded<int>();
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _generated;
        private int _consumed;
        private bool _ended;

        /// <summary>What disposing waits for, as the engine's current step.</summary>
        public Task Step { get; set; } = Task.CompletedTask;

        /// <summary>Tokens that whoever reads has dealt with.</summary>
        public int Consumed => Volatile.Read(ref _consumed);

        public string Prompt => ByteTokenizer.Show(request.Prompt);

        public RequestPriority Priority => request.Priority;

        /// <summary>Ends when the generation was disposed.</summary>
        public Task Disposed => _disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public bool IsDisposed => _disposed.Task.IsCompleted;

        public IAsyncEnumerable<GeneratedToken> Tokens => ReadAsync(cancel);

        public GenerationStats Stats =>
            new(
                _ended ? FinishReason.Stop : FinishReason.Cancelled,
                null,
                request.Prompt.Length,
                0,
                _generated,
                default,
                default,
                default,
                default
            );

        public void Write(string text)
        {
            foreach (var token in model.Tokenizer.Encode(text))
            {
                _tokens.Writer.TryWrite(token);
            }
        }

        public void End() => _tokens.Writer.TryComplete();

        public async ValueTask DisposeAsync()
        {
            await Step;
            lock (model._gate)
            {
                model.Running -= IsDisposed ? 0 : 1;
            }
            _disposed.TrySetResult();
        }

        private async IAsyncEnumerable<GeneratedToken> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var token in _tokens.Reader.ReadAllAsync(cancel))
            {
                _generated++;
                yield return new GeneratedToken(token, -0.5f);
                Interlocked.Increment(ref _consumed);
            }
            _ended = true;
        }
    }
}
