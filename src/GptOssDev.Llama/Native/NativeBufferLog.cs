using System.Globalization;
using System.Text.RegularExpressions;

namespace GptOssDev.Llama.Native;

/// <summary>
/// Reads from the native log which buffers a call made on this thread: the interface has no function that tells it. Listens
/// until disposed; lines that other threads cause are not its own.
/// </summary>
/// <remarks>The wording is that of the pinned release, which an integration test compares.</remarks>
internal sealed partial class NativeBufferLog : IDisposable
{
    private readonly LogRouter _router;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<LlamaBuffer> _buffers = [];

    internal NativeBufferLog(LogRouter router)
    {
        _router = router;
        router.Add(this);
    }

    internal IReadOnlyList<LlamaBuffer> Buffers => _buffers;

    /// <summary>What the native side chose where the choice was left to it; null when it said nothing.</summary>
    internal bool? FlashAttention { get; private set; }

    public void Dispose() => _router.Remove(this);

    /// <summary>Called by the router with every whole line, on the thread that caused it.</summary>
    internal void Hear(string line)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            return;
        }

        if (Buffer().Match(line) is { Success: true } match)
        {
            var kind = match.Groups["kind"].Value switch
            {
                "model" => LlamaBufferKind.Weights,
                "KV" => LlamaBufferKind.Kv,
                _ => LlamaBufferKind.Compute,
            };
            var mebibytes = double.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture);
            _buffers.Add(new LlamaBuffer(match.Groups["device"].Value, kind, (long)(mebibytes * 1024 * 1024)));
        }
        else if (Attention().Match(line) is { Success: true } attention)
        {
            FlashAttention = attention.Groups["state"].Value == "enabled";
        }
    }

    [GeneratedRegex(
        @"^\w+:\s+(?<device>\S+)\s+(?<kind>model|KV|compute|output) buffer size =\s*(?<size>[0-9.]+) MiB$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Buffer();

    [GeneratedRegex(
        @"^\w+: Flash Attention (?<state>enabled|not supported)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Attention();
}
