using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GptOssDev.Cli.Daemon;

/// <summary>
/// Follows the frames an editor sends, chunk by chunk as they come, and notes the two messages that end a session. Keeps no
/// more than one short message; whatever is malformed is left to the daemon to judge.
/// </summary>
internal sealed class EditorFrames
{
    // The two messages are short, and a header of ours is.
    private const int LongestMessage = 512;
    private const int LongestHeader = 4096;

    private static readonly byte[] _headerEnd = "\r\n\r\n"u8.ToArray();

    private readonly List<byte> _kept = [];
    private long _bodyLeft = -1;
    private bool _isKept;

    /// <summary>Whether <c>shutdown</c> was asked for.</summary>
    public bool SaidShutdown { get; private set; }

    /// <summary>Whether <c>exit</c> was said, after which the editor waits for the process's end.</summary>
    public bool SaidExit { get; private set; }

    /// <summary>Looks at the next bytes of the stream.</summary>
    public void Follow(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && !SaidExit)
        {
            bytes = _bodyLeft < 0 ? FollowHeader(bytes) : FollowBody(bytes);
        }
    }

    private ReadOnlySpan<byte> FollowHeader(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (_kept.Count < LongestHeader)
            {
                _kept.Add(bytes[i]);
            }

            if (bytes[i] == '\n' && EndsHeader())
            {
                _bodyLeft = Length(Encoding.ASCII.GetString([.. _kept]));
                _isKept = _bodyLeft <= LongestMessage;
                _kept.Clear();
                return bytes[(i + 1)..];
            }
        }

        return [];
    }

    private bool EndsHeader() => _kept.Count >= _headerEnd.Length && _kept[^4..].SequenceEqual(_headerEnd);

    private ReadOnlySpan<byte> FollowBody(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(bytes.Length, _bodyLeft);
        if (_isKept)
        {
            _kept.AddRange(bytes[..count]);
        }

        _bodyLeft -= count;
        if (_bodyLeft == 0)
        {
            Note();
            _kept.Clear();
            _bodyLeft = -1;
        }

        return bytes[count..];
    }

    private static long Length(string header)
    {
        const string Name = "Content-Length:";
        foreach (var line in header.Split("\r\n"))
        {
            var isLength = line.StartsWith(Name, StringComparison.OrdinalIgnoreCase);
            if (
                isLength
                && long.TryParse(line[Name.Length..], CultureInfo.InvariantCulture, out var length)
                && length > 0
            )
            {
                return length;
            }
        }

        return -1;
    }

    private void Note()
    {
        if (!_isKept)
        {
            return;
        }

        try
        {
            using var message = JsonDocument.Parse(_kept.ToArray());
            var method =
                message.RootElement.ValueKind == JsonValueKind.Object
                && message.RootElement.TryGetProperty("method", out var name)
                && name.ValueKind == JsonValueKind.String
                    ? name.GetString()
                    : null;
            SaidShutdown |= method == "shutdown";
            SaidExit |= method == "exit";
        }
        catch (JsonException)
        {
            // The daemon answers what is no JSON.
        }
    }
}
