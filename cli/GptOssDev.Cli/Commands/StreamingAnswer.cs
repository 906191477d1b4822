using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary>How explain and ask get and show their answer.</summary>
internal static class StreamingAnswer
{
    /// <param name="build">Makes the params for a <c>partialResultToken</c>; null does not stream.</param>
    public static async Task<int> RunAsync<TParams>(
        Invocation invocation,
        DaemonMethod<TParams, AnswerResult> method,
        Func<string?, TParams> build,
        bool isJson,
        CancellationToken cancellationToken
    )
    {
        if (isJson)
        {
            var whole = await DaemonCall.RunAsync(invocation, method, build(null), "thinking", cancellationToken);
            invocation.TellOnce(whole.Notice);
            invocation.Screen.WriteJson(whole with { Notice = null }, ProtocolJson.Default.AnswerResult);
            return ExitCodes.Done;
        }

        var view = new AnswerView(invocation.Screen);
        var result = await DaemonCall.StreamAsync(
            invocation,
            method,
            build,
            DaemonMethods.AnswerDelta,
            view.Receive,
            "thinking",
            cancellationToken
        );
        view.Finish(result);
        invocation.TellOnce(result.Notice);
        return ExitCodes.Done;
    }
}
