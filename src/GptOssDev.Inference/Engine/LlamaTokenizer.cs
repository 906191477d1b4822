using System.Buffers;
using System.Text;
using GptOssDev.Harmony;
using GptOssDev.Llama;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// The vocabulary of a loaded model as Harmony needs it. Immutable; any thread.
/// </summary>
/// <remarks>
/// The native tokenizer matches some of the format's tokens in any text it is given, so text from a file could become
/// control tokens. Here text is cut inside each spelling of such a token before it is encoded: no piece holds a whole one.
/// </remarks>
internal sealed class LlamaTokenizer : ITokenizer
{
    private readonly LlamaVocab _vocab;
    private readonly Dictionary<string, int> _specialByText = new(StringComparer.Ordinal);
    private readonly HashSet<int> _special = [];
    private readonly SearchValues<string> _spellings;

    public LlamaTokenizer(LlamaVocab vocab)
    {
        _vocab = vocab;
        for (var id = 0; id < vocab.Count; id++)
        {
            if (vocab.IsSpecial(id))
            {
                _special.Add(id);
                _specialByText.TryAdd(Encoding.UTF8.GetString(vocab.TokenBytes(id)), id);
            }
        }

        _spellings = SearchValues.Create(
            [.. _specialByText.Keys.Where(text => text.Length > 1)],
            StringComparison.Ordinal
        );
    }

    public int Count => _vocab.Count;

    public int[] Encode(string text)
    {
        var rest = text.AsSpan();
        var found = rest.IndexOfAny(_spellings);
        if (found < 0)
        {
            return EncodePiece(rest);
        }

        var ids = new List<int>();
        while (found >= 0)
        {
            ids.AddRange(EncodePiece(rest[..(found + 1)]));
            rest = rest[(found + 1)..];
            found = rest.IndexOfAny(_spellings);
        }

        ids.AddRange(EncodePiece(rest));
        return [.. ids];
    }

    public bool TryGetControlToken(string text, out int id) => _specialByText.TryGetValue(text, out id);

    public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
    {
        var known = (uint)id < (uint)_vocab.Count;
        bytes = known ? _vocab.TokenBytes(id) : default;
        return known;
    }

    public bool IsControl(int id) => _special.Contains(id);

    private int[] EncodePiece(ReadOnlySpan<char> text)
    {
        var length = TokenizerInputGuard.Bounded(text);
        if (length == text.Length)
        {
            return EncodeRun(text);
        }

        var ids = new List<int>();
        while (text.Length > 0)
        {
            ids.AddRange(EncodeRun(text[..length]));
            text = text[length..];
            length = TokenizerInputGuard.Bounded(text);
        }

        return [.. ids];
    }

    private int[] EncodeRun(ReadOnlySpan<char> text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return _vocab.Tokenize(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), parseSpecial: false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
