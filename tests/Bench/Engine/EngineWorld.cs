using GptOssDev.Inference;
using GptOssDev.Llama;
using GptOssDev.Tests.Bench.Peers;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// What the measurements share: the engine with the bundled model, and llama.cpp's own programs on the same file. Owns both;
/// a peer starts when it is asked for the first time.
/// </summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    /// <summary>Cells of the KV cache, ours and the server's.</summary>
    public const int ContextTokens = 8192;

    private readonly InferenceEngine _engine;
    private readonly PeerPrograms? _programs;
    private readonly Action<string> _say;
    private LlamaServer? _server;

    private EngineWorld(
        LlamaLibrary library,
        InferenceEngine engine,
        IModelSession session,
        PeerPrograms? programs,
        int rounds,
        Action<string> say
    )
    {
        Library = library;
        _engine = engine;
        Session = session;
        _programs = programs;
        Rounds = rounds;
        _say = say;
        Prompts = new PromptSource(session);
        Bench = programs is null ? null : new LlamaBench(programs.Bench, session.Model.Path);
    }

    public LlamaLibrary Library { get; }

    public IModelSession Session { get; private set; }

    /// <summary>Generations that hold a sequence of the engine now.</summary>
    public int Running => _engine.Status.Running;

    public PromptSource Prompts { get; }

    public int Rounds { get; }

    /// <summary>Null where the peers are not built.</summary>
    public LlamaBench? Bench { get; }

    public static async Task<EngineWorld> OpenAsync(int rounds, Action<string> say, CancellationToken cancel)
    {
        var (library, engine) = BundledModel.Open(ContextTokens);
        try
        {
            var session = await engine.AcquireAsync(null, cancel);
            return new EngineWorld(library, engine, session, PeerPrograms.Find(), rounds, say);
        }
        catch (InferenceException e)
        {
            await engine.DisposeAsync();
            throw new BenchmarkException(e.Message, e);
        }
    }

    /// <summary>
    /// Loads the model anew: where in memory it happens to lie changes its pace by some percent, and a peer that is started for
    /// each round meets that too.
    /// </summary>
    public async Task ReloadAsync(CancellationToken cancel)
    {
        Session.Dispose();
        await _engine.TryUnloadAsync(cancel);
        Session = await _engine.AcquireAsync(null, cancel);
    }

    /// <summary>The server with the model loaded; null where the peers are not built.</summary>
    public async Task<LlamaServer?> ServerAsync(CancellationToken cancel)
    {
        if (_server is null && _programs is { } programs)
        {
            _say("starting llama-server");
            _server = await LlamaServer.StartAsync(programs.Server, Session.Model.Path, ContextTokens, cancel);
        }

        return _server;
    }

    /// <summary>Numbers of the rounds, each told to the person who waits.</summary>
    public IEnumerable<int> EachRound(string name, CancellationToken cancel)
    {
        for (var round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            _say($"{name}: round {round + 1} of {Rounds}");
            yield return round;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Session.Dispose();
        await _engine.DisposeAsync();
    }
}
