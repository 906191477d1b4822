using System.Text;
using GptOssDev.Harmony.Parsing;

namespace GptOssDev.Harmony.Recovery;

/// <summary>
/// Reads output that comes as text with control tokens spelled out, as remote engines hand it over; a spelling may be
/// cut anywhere. Text cannot tell a control token from the same characters in a body, so use
/// <see cref="HarmonyParser"/> wherever token ids are to be had. Owns the state of one stream, for one thread; never
/// throws.
/// </summary>
public sealed class HarmonyTextParser
{
    private static readonly (string Text, ControlKind Kind)[] _markers =
    [
        (ControlText.Start, ControlKind.Start),
        (ControlText.End, ControlKind.End),
        (ControlText.Message, ControlKind.Message),
        (ControlText.Channel, ControlKind.Channel),
        (ControlText.Constrain, ControlKind.Constrain),
        (ControlText.Return, ControlKind.Return),
        (ControlText.Call, ControlKind.Call),
        (ControlText.EndOfText, ControlKind.EndOfText),
    ];

    private readonly RecoveringMachine _machine;

    // Never longer than the longest marker: what may still become one.
    private string _held = "";

    public HarmonyTextParser(ParserOptions? options = null)
    {
        _machine = new RecoveringMachine(options ?? ParserOptions.Default);
    }

    /// <summary>Takes the next piece of text; returns what it completed, often nothing.</summary>
    public IReadOnlyList<HarmonyEvent> Feed(string chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        var input = _held + chunk;
        var text = new StringBuilder();
        var at = 0;
        while (at < input.Length)
        {
            if (MarkerAt(input, at) is { } marker)
            {
                _machine.Text(text.ToString());
                text.Clear();
                _machine.Control(marker.Kind);
                at += marker.Text.Length;
            }
            else if (MayBecomeMore(input.AsSpan(at)))
            {
                break;
            }
            else
            {
                text.Append(input[at++]);
            }
        }
        _held = input[at..];
        _machine.Text(text.ToString());
        return _machine.Drain();
    }

    /// <summary>Says that the stream has ended; what looked like the beginning of a marker is text now.</summary>
    /// <param name="atStopToken">True when the model ended by itself, with a stop token that is not in the text.</param>
    public IReadOnlyList<HarmonyEvent> End(bool atStopToken = false)
    {
        _machine.Text(_held);
        _held = "";
        _machine.End(atStopToken);
        return _machine.Drain();
    }

    private static (string Text, ControlKind Kind)? MarkerAt(string input, int at)
    {
        if (input[at] != '<')
        {
            return null;
        }
        foreach (var marker in _markers)
        {
            if (string.CompareOrdinal(input, at, marker.Text, 0, marker.Text.Length) == 0)
            {
                return marker;
            }
        }
        return null;
    }

    private static bool MayBecomeMore(ReadOnlySpan<char> rest)
    {
        if (rest[0] != '<')
        {
            // The other half of the character comes with the next piece.
            return rest.Length == 1 && char.IsHighSurrogate(rest[0]);
        }
        foreach (var (text, _) in _markers)
        {
            if (text.AsSpan().StartsWith(rest, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
