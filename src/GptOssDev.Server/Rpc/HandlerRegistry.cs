using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Server.Host;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// All methods of the daemon by name. Filled once by the composition, then only read, so any thread may look things up. A
/// method registered twice is a bug and throws.
/// </summary>
internal sealed class HandlerRegistry(ILogger<HandlerRegistry> log, TimeProvider time)
{
    private readonly Dictionary<string, HandlerEntry> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HandlerEntry> _notifications = new(StringComparer.Ordinal);

    public HandlerRegistry Add<TParams, TResult>(IRequestHandler<TParams, TResult> handler)
    {
        _requests.Add(
            handler.Method,
            new HandlerEntry(
                handler.Method,
                handler.Mode,
                typeof(TParams),
                typeof(TResult),
                async (json, context, cancellationToken) =>
                {
                    using IDisposable? timing = Timing(handler.Method, context);
                    var parameters = Read(handler.Method, json, handler.ParamsType);
                    var result = await handler.HandleAsync(parameters, context, cancellationToken);
                    return JsonSerializer.SerializeToUtf8Bytes(result, handler.ResultType);
                }
            )
        );
        return this;
    }

    public HandlerRegistry Add<TParams>(INotificationHandler<TParams> handler)
    {
        _notifications.Add(
            handler.Method,
            new HandlerEntry(
                handler.Method,
                handler.Mode,
                typeof(TParams),
                Result: null,
                async (json, context, cancellationToken) =>
                {
                    using IDisposable? timing = Timing(handler.Method, context);
                    var parameters = Read(handler.Method, json, handler.ParamsType);
                    await handler.HandleAsync(parameters, context, cancellationToken);
                    return default;
                }
            )
        );
        return this;
    }

    /// <summary>Everything registered, for the page that tells it.</summary>
    public IEnumerable<HandlerEntry> All => _requests.Values.Concat(_notifications.Values);

    public HandlerEntry? FindRequest(string method) => _requests.GetValueOrDefault(method);

    public HandlerEntry? FindNotification(string method) => _notifications.GetValueOrDefault(method);

    /// <summary>Logs how long a message was worked on, never what is in it.</summary>
    private Timed? Timing(string method, RequestContext context) =>
        log.IsEnabled(LogLevel.Debug) ? new Timed(log, time, method, context.Session.Id) : null;

    private static TParams Read<TParams>(string method, ReadOnlyMemory<byte> json, JsonTypeInfo<TParams> type)
    {
        var text = json.IsEmpty ? "{}"u8 : json.Span;
        try
        {
            return JsonSerializer.Deserialize(text, type)
                ?? throw new ServerException(ServerFailure.BadParams, $"{method} needs params");
        }
        catch (JsonException e)
        {
            var where = e.Path is { Length: > 1 and < 200 } path ? $" at {path}" : "";
            throw new ServerException(ServerFailure.BadParams, $"the params of {method} do not fit{where}", e);
        }
    }

    private sealed class Timed(ILogger log, TimeProvider time, string method, long client) : IDisposable
    {
        private readonly long _began = time.GetTimestamp();

        public void Dispose() =>
            log.LogDebug(
                "client {Client}: {Method} took {Milliseconds} ms",
                client,
                method,
                (long)time.GetElapsedTime(_began).TotalMilliseconds
            );
    }
}
