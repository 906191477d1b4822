using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace GptOssDev.Harmony.Parsing;

/// <summary>
/// Joins the bytes of tokens to whole characters: bytes of an unfinished character wait for the next token, an invalid
/// sequence becomes one U+FFFD. Holds at most one token's bytes beyond the current one.
/// </summary>
/// <param name="oneErrorPerPush">
/// Stop behind the first invalid sequence and keep the rest for the next push, as the reference library does; otherwise
/// everything that can be known is returned at once.
/// </param>
internal sealed class Utf8Assembler(bool oneErrorPerPush = false)
{
    private readonly List<byte> _pending = [];

    /// <summary>Adds bytes and returns the text that is now certain; empty when none is.</summary>
    public string Push(ReadOnlySpan<byte> bytes)
    {
        _pending.AddRange(bytes);
        return Take(final: false, oneErrorPerPush);
    }

    /// <summary>Returns what is left, unfinished characters as U+FFFD, and is empty afterwards.</summary>
    public string Flush() => Take(final: true, stopAtError: false);

    private string Take(bool final, bool stopAtError)
    {
        if (_pending.Count == 0)
        {
            return "";
        }
        var text = new StringBuilder();
        var rest = CollectionsMarshal.AsSpan(_pending);
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var used);
            if (status == OperationStatus.NeedMoreData && !final)
            {
                break;
            }
            // For anything but success the rune is U+FFFD and the bytes are the longest invalid part.
            text.Append(rune.ToString());
            rest = rest[used..];
            if (status == OperationStatus.InvalidData && stopAtError)
            {
                break;
            }
        }
        _pending.RemoveRange(0, _pending.Count - rest.Length);
        return text.ToString();
    }
}
