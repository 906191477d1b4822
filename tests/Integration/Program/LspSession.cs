using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GptOssDev.Tests.Integration.Daemon;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>An editor at the other end of <c>gptoss lsp</c>, by hand: nothing of the product's own code frames its messages.</summary>
internal sealed class LspSession(Process process) : IDisposable
{
    private readonly Stream _input = process.StandardInput.BaseStream;
    private readonly Stream _output = process.StandardOutput.BaseStream;
    private readonly Dictionary<int, JsonNode> _answers = [];
    private int _lastId;

    public Process Process => process;

    public async Task<JsonNode> RequestAsync(string method, JsonNode? parameters) =>
        await AnswerAsync(await SendRequestAsync(method, parameters));

    /// <summary>Sends a request without waiting for its answer.</summary>
    /// <returns>Its id.</returns>
    public async Task<int> SendRequestAsync(string method, JsonNode? parameters)
    {
        var id = ++_lastId;
        var message = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = id,
            ["method"] = method,
        };
        if (parameters is not null)
        {
            message["params"] = parameters;
        }
        await SendAsync(message);
        return id;
    }

    /// <summary>The answer to a request; those to others that come first are kept for who asks for them.</summary>
    public async Task<JsonNode> AnswerAsync(int id)
    {
        JsonNode? answer;
        while (!_answers.Remove(id, out answer))
        {
            var message = await ReceiveAsync().WaitAsync(DaemonWorld.Patience);
            if (message["id"] is { } answered && message["method"] is null)
            {
                _answers[answered.GetValue<int>()] = message;
            }
        }
        return answer;
    }

    public Task NotifyAsync(string method, JsonNode? parameters)
    {
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = parameters;
        }
        return SendAsync(message);
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(DaemonWorld.Patience);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
        process.Dispose();
    }

    private async Task SendAsync(JsonObject message)
    {
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        await _input.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"));
        await _input.WriteAsync(body);
        await _input.FlushAsync();
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        const string Name = "Content-Length: ";
        var length = -1;
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
            }
        }
        Assert.True(length > 0, "a frame has its length");
        var body = new byte[length];
        await _output.ReadExactlyAsync(body);
        return JsonNode.Parse(body)!;
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _output.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            }
            line.Add(one[0]);
        }
        throw new EndOfStreamException("the server closed its output");
    }
}
