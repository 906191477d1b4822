using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using GptOssDev.Harmony;

namespace GptOssDev.Server.Models.Scripted;

/// <summary>
/// A vocabulary that grows with what is written: words, runs of spaces, single marks; past its bound, bytes. Counts come near
/// those of a real vocabulary. Safe on any thread.
/// </summary>
internal sealed partial class ScriptTokenizer : ITokenizer
{
    private const int Bytes = 256;
    private const int MaxWords = 200_000;

    private static readonly string[] _controls =
    [
        "<|start|>",
        "<|end|>",
        "<|message|>",
        "<|channel|>",
        "<|constrain|>",
        "<|return|>",
        "<|call|>",
        "<|endoftext|>",
    ];

    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, byte[]> _words = new();
    private readonly Lock _gate = new();
    private int _next = Bytes + _controls.Length;

    /// <summary>Grows with what is written.</summary>
    public int Count => Volatile.Read(ref _next);

    public static int Control(string text) => Bytes + Array.IndexOf(_controls, text);

    public int[] Encode(string text)
    {
        var ids = new List<int>();
        foreach (var piece in Piece().EnumerateMatches(text))
        {
            Add(ids, text.Substring(piece.Index, piece.Length));
        }
        return [.. ids];
    }

    public bool TryGetControlToken(string text, out int id)
    {
        id = Control(text);
        return id >= Bytes;
    }

    public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
    {
        bytes =
            id is >= 0 and < Bytes ? new[] { (byte)id }
            : IsControl(id) ? Encoding.UTF8.GetBytes(_controls[id - Bytes])
            : _words.GetValueOrDefault(id) ?? [];
        return bytes.Length > 0;
    }

    public bool IsControl(int id) => id >= Bytes && id < Bytes + _controls.Length;

    /// <summary>The text of tokens, control tokens as they are spelled.</summary>
    public string Text(IEnumerable<int> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            if (TryGetBytes(id, out var piece))
            {
                bytes.AddRange(piece.Span);
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private void Add(List<int> ids, string piece)
    {
        var bytes = Encoding.UTF8.GetBytes(piece);
        if (bytes.Length == 1)
        {
            ids.Add(bytes[0]);
            return;
        }
        if (!_ids.TryGetValue(piece, out var id))
        {
            lock (_gate)
            {
                if (!_ids.TryGetValue(piece, out id) && _ids.Count < MaxWords)
                {
                    id = _next++;
                    // Whoever finds the id must find its bytes.
                    _words[id] = bytes;
                    _ids[piece] = id;
                }
            }
        }
        if (id > 0)
        {
            ids.Add(id);
        }
        else
        {
            ids.AddRange(bytes.Select(b => (int)b));
        }
    }

    [GeneratedRegex(@" ?[\p{L}\p{N}_]{1,24}|\s{1,16}|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]", RegexOptions.None, 1000)]
    private static partial Regex Piece();
}
