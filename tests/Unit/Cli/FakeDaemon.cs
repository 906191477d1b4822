using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Cli.Daemon;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

/// <summary>
/// Answers calls with what a test set, through the wire's own JSON: params and results are serialised and read back.
/// </summary>
internal sealed class FakeDaemon : IDaemon
{
    private readonly Dictionary<string, Func<string, CancellationToken, Task<string>>> _answers = [];
    private readonly Dictionary<string, Action<string>> _progress = [];

    public List<(string Method, JsonElement Params)> Calls { get; } = [];

    public int Disposals { get; private set; }

    public void Answer<TParams, TResult>(DaemonMethod<TParams, TResult> method, TResult result) =>
        Answer(method, _ => result);

    public void Answer<TParams, TResult>(DaemonMethod<TParams, TResult> method, Func<TParams, TResult> answer) =>
        _answers[method.Name] = (json, _) =>
            Task.FromResult(
                JsonSerializer.Serialize(answer(JsonSerializer.Deserialize(json, method.Params)!), method.Result)
            );

    public void AnswerSlowly<TParams, TResult>(
        DaemonMethod<TParams, TResult> method,
        Func<TParams, CancellationToken, Task<TResult>> answer
    ) =>
        _answers[method.Name] = async (json, cancellation) =>
            JsonSerializer.Serialize(
                await answer(JsonSerializer.Deserialize(json, method.Params)!, cancellation),
                method.Result
            );

    public void Throw<TParams, TResult>(DaemonMethod<TParams, TResult> method, Exception problem) =>
        _answers[method.Name] = (_, _) => Task.FromException<string>(problem);

    public void Send<T>(string token, T delta, JsonTypeInfo<T> type) =>
        _progress[token](JsonSerializer.Serialize(delta, type));

    public async Task<TResult> CallAsync<TParams, TResult>(
        DaemonMethod<TParams, TResult> method,
        TParams parameters,
        CancellationToken cancellation
    )
    {
        var json = JsonSerializer.Serialize(parameters, method.Params);
        using (var document = JsonDocument.Parse(json))
        {
            Calls.Add((method.Name, document.RootElement.Clone()));
        }

        Assert.True(_answers.ContainsKey(method.Name), $"the test has no answer to {method.Name}");
        return JsonSerializer.Deserialize(await _answers[method.Name](json, cancellation), method.Result)!;
    }

    public string NewProgressToken() => $"t{_progress.Count}";

    public IDisposable OnProgress<T>(string token, JsonTypeInfo<T> type, Action<T> callback)
    {
        _progress[token] = json => callback(JsonSerializer.Deserialize(json, type)!);
        return new MemoryStream();
    }

    public ValueTask DisposeAsync()
    {
        Disposals++;
        return ValueTask.CompletedTask;
    }
}
