using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace GptOssDev.Tests.Bench.Peers;

/// <summary>
/// llama-server on a free port of this machine with as many slots as our engine is asked to serve at once. Owns the process:
/// it ends with this object and, should that be forgotten, with ours.
/// </summary>
/// <remarks>
/// It gets what serves it best here: one cache for all slots with room for every position, as ours has, and no saving of idle
/// slots, which would take a slot's prefix away. Batch sizes and flash attention are its defaults.
/// </remarks>
internal sealed class LlamaServer : IAsyncDisposable
{
    public const int Slots = 8;
    private static readonly TimeSpan _loadTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly EventHandler _atExit;
    private volatile string _lastLine = "it said nothing";

    private LlamaServer(Process process, int port)
    {
        _process = process;
        _http = new HttpClient
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _atExit = (_, _) => Kill();
        AppDomain.CurrentDomain.ProcessExit += _atExit;
        // A pipe that nobody empties would stop it.
        process.OutputDataReceived += (_, e) => Heard(e.Data);
        process.ErrorDataReceived += (_, e) => Heard(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static async Task<LlamaServer> StartAsync(
        string program,
        string model,
        int contextTokens,
        CancellationToken cancel
    )
    {
        var port = FreePort();
        var start = new ProcessStartInfo(
            program,
            [
                .. new[] { "-m", model, "--host", "127.0.0.1", "--port", Text(port), "-ngl", "0" },
                .. new[] { "-c", Text(contextTokens), "-np", Text(Slots), "-kvu", "--swa-full", "-cram", "0" },
                .. new[] { "-t", Text(Threads.Count), "-tb", Text(Threads.Count), "--offline", "--no-ui" },
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var server = new LlamaServer(Process.Start(start)!, port);
            try
            {
                await server.UntilReadyAsync(cancel);
                return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
        catch (Win32Exception e)
        {
            throw new BenchmarkException($"{program} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Cancelling closes the connection, upon which the server gives the request up.</summary>
    /// <param name="onToken">Called for each token as it comes, where the request streams.</param>
    /// <exception cref="BenchmarkException">The server refused or went away.</exception>
    public async Task<ServerReply> CompleteAsync(
        ServerRequest request,
        CancellationToken cancel,
        Action? onToken = null
    )
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/completion");
        // It closes idle connections after some seconds, just when the next request is sent on one.
        message.Headers.ConnectionClose = true;
        message.Content = new ByteArrayContent(request.ToJson());
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var said = await response.Content.ReadAsStringAsync(cancel);
                throw new BenchmarkException($"llama-server answered {(int)response.StatusCode}: {said}");
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            using var reader = new StreamReader(body);
            return request.Stream
                ? await ReadEventsAsync(reader, started, onToken, cancel)
                : ReplyOf(await reader.ReadToEndAsync(cancel), started, first: null)!;
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancel.IsCancellationRequested)
        {
            throw new BenchmarkException($"llama-server went away: {_lastLine}", e);
        }
    }

    /// <summary>Waits until it computes nothing: a request given up is noticed by it a little later.</summary>
    public async Task UntilIdleAsync(CancellationToken cancel)
    {
        while (true)
        {
            using var slots = JsonDocument.Parse(await _http.GetStringAsync("/slots", cancel));
            if (slots.RootElement.EnumerateArray().All(s => !s.GetProperty("is_processing").GetBoolean()))
            {
                return;
            }

            await Task.Delay(_pause, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= _atExit;
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private static async Task<ServerReply> ReadEventsAsync(
        StreamReader reader,
        long started,
        Action? onToken,
        CancellationToken cancel
    )
    {
        const string Event = "data: ";
        TimeSpan? first = null;
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            // Empty lines part the events; comments keep the connection alive.
            if (line.StartsWith(Event, StringComparison.Ordinal))
            {
                first ??= Stopwatch.GetElapsedTime(started);
                onToken?.Invoke();
                if (ReplyOf(line[Event.Length..], started, first) is { } reply)
                {
                    return reply;
                }
            }
        }

        throw new BenchmarkException("llama-server ended an answer early");
    }

    /// <summary>Null of an event that is not the last.</summary>
    private static ServerReply? ReplyOf(string text, long started, TimeSpan? first)
    {
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.TryGetProperty("error", out var error))
        {
            throw new BenchmarkException($"llama-server failed: {error}");
        }

        if (!json.RootElement.GetProperty("stop").GetBoolean())
        {
            return null;
        }

        var timings = json.RootElement.GetProperty("timings");
        return new ServerReply(
            first ?? Stopwatch.GetElapsedTime(started),
            TimeSpan.FromMilliseconds(timings.GetProperty("prompt_ms").GetDouble()),
            timings.GetProperty("cache_n").GetInt32(),
            timings.GetProperty("predicted_n").GetInt32()
        );
    }

    private async Task UntilReadyAsync(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new BenchmarkException($"llama-server ended with {_process.ExitCode}: {_lastLine}");
            }

            if (Stopwatch.GetElapsedTime(started) > _loadTime)
            {
                throw new BenchmarkException($"llama-server is not ready after {_loadTime}: {_lastLine}");
            }

            try
            {
                using var answer = await _http.GetAsync("/health", cancel);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(_pause, cancel);
        }
    }

    private void Heard(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            _lastLine = line.Trim();
        }
    }

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
