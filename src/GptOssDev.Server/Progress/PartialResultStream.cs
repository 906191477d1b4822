using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using GptOssDev.Contracts;
using GptOssDev.Features.Generation;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Progress;

/// <summary>
/// Carries a feature's pieces to the client in their order: the feature hands them over without waiting, one task sends them.
/// The result is returned only when all pieces are on their way. Bounded by the length of an answer.
/// </summary>
internal static class PartialResultStream
{
    /// <summary>The pieces of an answer, see <see cref="RunAsync"/>.</summary>
    public static Task<TOutcome> AnswerAsync<TOutcome>(
        RequestContext context,
        string? token,
        Func<Action<AnswerPart>?, Task<TOutcome>> run,
        CancellationToken cancellationToken
    ) => RunAsync(context, token, ProtocolConversions.Delta, ProtocolJson.Default.AnswerDelta, run, cancellationToken);

    /// <param name="token">The client's token; null sends nothing.</param>
    /// <param name="run">The feature's run, given where its pieces go.</param>
    public static async Task<TOutcome> RunAsync<TPart, TWire, TOutcome>(
        RequestContext context,
        string? token,
        Func<TPart, TWire> toWire,
        JsonTypeInfo<TWire> type,
        Func<Action<TPart>?, Task<TOutcome>> run,
        CancellationToken cancellationToken
    )
    {
        if (token is null)
        {
            return await run(null);
        }
        var parts = Channel.CreateUnbounded<TPart>(new UnboundedChannelOptions { SingleReader = true });
        var sending = SendAsync();
        try
        {
            return await run(part => parts.Writer.TryWrite(part));
        }
        finally
        {
            parts.Writer.Complete();
            await sending;
        }

        async Task SendAsync()
        {
            try
            {
                await foreach (var part in parts.Reader.ReadAllAsync(cancellationToken))
                {
                    await context.ReportAsync(token, toWire(part), type, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Nobody reads any more; the run hears of it by the same token.
            }
        }
    }
}
