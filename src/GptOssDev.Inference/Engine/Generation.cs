using System.Runtime.CompilerServices;

namespace GptOssDev.Inference.Engine;

/// <summary>The consumer's side of a <see cref="Sequence"/>.</summary>
internal sealed class Generation : IGeneration
{
    private readonly Sequence _sequence;
    private readonly EngineLoop _loop;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _cancellationToken;

    public Generation(Sequence sequence, EngineLoop loop, CancellationToken cancellationToken)
    {
        _sequence = sequence;
        _loop = loop;
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.Register(() => _loop.Cancel(_sequence));
    }

    public IAsyncEnumerable<GeneratedToken> Tokens => ReadAsync();

    public GenerationStats Stats => _loop.StatsOf(_sequence);

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        _loop.Cancel(_sequence);
        await _sequence.Ended.Task;
    }

    private async IAsyncEnumerable<GeneratedToken> ReadAsync([EnumeratorCancellation] CancellationToken none = default)
    {
        // Cancelling goes through the engine, which ends the output; disposing waits until the sequence is free.
        await foreach (var token in _sequence.Output.Reader.ReadAllAsync(CancellationToken.None))
        {
            yield return token;
        }

        _cancellationToken.ThrowIfCancellationRequested();
    }
}
