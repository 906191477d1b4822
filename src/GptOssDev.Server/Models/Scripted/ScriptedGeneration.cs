using System.Runtime.CompilerServices;
using GptOssDev.Inference;

namespace GptOssDev.Server.Models.Scripted;

/// <summary>One scripted answer on its way: read once, by one reader; disposing it ends it.</summary>
/// <param name="ended">Called once, when nothing more comes.</param>
internal sealed class ScriptedGeneration(
    GenerationRequest request,
    int[] answer,
    ScriptRule rule,
    TimeProvider time,
    Action ended,
    CancellationToken cancellationToken
) : IGeneration
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _first;
    private TimeSpan _last;
    private int _generated;
    private FinishReason _reason = FinishReason.Cancelled;
    private int? _stop;
    private bool _disposed;

    public IAsyncEnumerable<GeneratedToken> Tokens => ReadAsync();

    public GenerationStats Stats =>
        new(_reason, _stop, request.Prompt.Length, 0, _generated, TimeSpan.Zero, _first, _last - _first, _first);

    public ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            ended();
        }
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<GeneratedToken> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, cancellationToken);
        foreach (var token in answer)
        {
            either.Token.ThrowIfCancellationRequested();
            if (rule.TokenDelayMs > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(rule.TokenDelayMs), time, either.Token);
            }
            if (request.StopTokens.Contains(token))
            {
                await EndAsync(either.Token);
                (_reason, _stop) = (FinishReason.Stop, token);
                yield break;
            }
            _last = time.GetElapsedTime(_start);
            _first = _generated == 0 ? _last : _first;
            _generated++;
            yield return new GeneratedToken(token, 0);
            if (_generated == request.MaxTokens)
            {
                _reason = FinishReason.Length;
                yield break;
            }
        }
        await EndAsync(either.Token);
        _reason = FinishReason.Stop;
    }

    private async Task EndAsync(CancellationToken cancel)
    {
        if (rule.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }
        if (rule.Failure is { } failure)
        {
            throw new InferenceException(InferenceFailure.DecodeFailed, failure);
        }
    }
}
