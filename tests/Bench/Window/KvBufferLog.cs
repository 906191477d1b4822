using System.Globalization;
using System.Text.RegularExpressions;
using GptOssDev.Llama;

namespace GptOssDev.Tests.Bench.Window;

/// <summary>Adds up the KV buffers that the native library says it makes; it has no other way to tell. Any thread.</summary>
internal sealed partial class KvBufferLog
{
    private readonly Lock _gate = new();
    private double _mebibytes;

    /// <summary>Reads one line of the native log.</summary>
    public void Add(LlamaLogLevel level, string line)
    {
        if (Line().Match(line) is { Success: true } match)
        {
            lock (_gate)
            {
                _mebibytes += double.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Mebibytes since the last call.</summary>
    public double Take()
    {
        lock (_gate)
        {
            var taken = _mebibytes;
            _mebibytes = 0;
            return taken;
        }
    }

    [GeneratedRegex(@"KV buffer size =\s*(?<size>[\d.]+) MiB", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
