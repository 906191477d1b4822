using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using GptOssDev.Harmony;
using Microsoft.ML.Tokenizers;

namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>The vocabulary of gpt-oss: the merges of o200k_base and the special ids of the harmony encoding.</summary>
internal sealed partial class O200kHarmonyTokenizer : ITokenizer
{
    private const int FirstSpecial = 199998;
    private const int LastSpecial = 201087;

    private static readonly Lazy<O200kHarmonyTokenizer> _loaded = new(() => new O200kHarmonyTokenizer());

    private static readonly Dictionary<int, string> _named = new()
    {
        [199998] = "<|startoftext|>",
        [199999] = "<|endoftext|>",
        [200002] = "<|return|>",
        [200003] = "<|constrain|>",
        [200005] = "<|channel|>",
        [200006] = "<|start|>",
        [200007] = "<|end|>",
        [200008] = "<|message|>",
        [200012] = "<|call|>",
    };

    private readonly Dictionary<string, int> _specials = new(StringComparer.Ordinal);
    private readonly Dictionary<int, byte[]> _bytesById = [];
    private readonly TiktokenTokenizer _merges;

    private O200kHarmonyTokenizer()
    {
        var data = Assembly.Load("Microsoft.ML.Tokenizers.Data.O200kBase");
        using var resource = data.GetManifestResourceStream("o200k_base.tiktoken.deflate")!;
        using var inflate = new DeflateStream(resource, CompressionMode.Decompress);
        using var copy = new MemoryStream();
        inflate.CopyTo(copy);
        ReadBytes(Encoding.UTF8.GetString(copy.ToArray()));
        for (var id = FirstSpecial; id <= LastSpecial; id++)
        {
            var name = _named.GetValueOrDefault(id, $"<|reserved_{id}|>");
            _specials.Add(name, id);
            _bytesById[id] = Encoding.UTF8.GetBytes(name);
        }
        // No special tokens here: ordinary text must never match one.
        var vocabulary = new StringBuilder();
        foreach (var (id, bytes) in _bytesById.Where(pair => pair.Key < FirstSpecial).OrderBy(pair => pair.Key))
        {
            vocabulary.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(bytes)} {id}\n");
        }
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(vocabulary.ToString()));
        _merges = TiktokenTokenizer.Create(stream, new RegexPreTokenizer(Pretokens(), null), null);
    }

    public static O200kHarmonyTokenizer Instance => _loaded.Value;

    public int Count => LastSpecial + 1;

    public int[] Encode(string text) => [.. _merges.EncodeToIds(text)];

    /// <summary>Encodes text in which special tokens are spelled out and meant.</summary>
    public int[] EncodeWithSpecials(string text)
    {
        var ids = new List<int>();
        var from = 0;
        foreach (Match match in SpecialSpelling().Matches(text))
        {
            if (!_specials.TryGetValue(match.Value, out var id))
            {
                continue;
            }
            ids.AddRange(Encode(text[from..match.Index]));
            ids.Add(id);
            from = match.Index + match.Length;
        }
        ids.AddRange(Encode(text[from..]));
        return [.. ids];
    }

    /// <summary>Null when an id is not in the vocabulary.</summary>
    public string? Decode(IEnumerable<int> ids)
    {
        var all = new List<byte>();
        foreach (var id in ids)
        {
            if (!_bytesById.TryGetValue(id, out var bytes))
            {
                return null;
            }
            all.AddRange(bytes);
        }
        return Encoding.UTF8.GetString([.. all]);
    }

    public bool TryGetControlToken(string text, out int id) => _specials.TryGetValue(text, out id);

    public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
    {
        var found = _bytesById.TryGetValue(id, out var array);
        bytes = array;
        return found;
    }

    public bool IsControl(int id) => id is >= FirstSpecial and <= LastSpecial;

    private void ReadBytes(string lines)
    {
        var next = 0;
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Trim().Split(' ');
            if (parts[0].EndsWith(':'))
            {
                continue;
            }
            var id = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : next;
            _bytesById[id] = Convert.FromBase64String(parts[0]);
            next = id + 1;
        }
    }

    [GeneratedRegex(@"<\|[a-z_0-9]+\|>")]
    private static partial Regex SpecialSpelling();

    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + @"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )]
    private static partial Regex Pretokens();
}
