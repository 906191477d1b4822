using GptOssDev.Harmony;

namespace GptOssDev.Inference.Constraints;

/// <summary>
/// The bytes of every token of one vocabulary in one block, for constraints that look at all of them. Made once a vocabulary,
/// immutable, any thread.
/// </summary>
public sealed class TokenTexts
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly bool[] _control;

    private TokenTexts(byte[] bytes, int[] starts, bool[] control)
    {
        _bytes = bytes;
        _starts = starts;
        _control = control;
        All = new TokenMask(control.Length);
        for (var id = 0; id < control.Length; id++)
        {
            All.Add(id);
        }
    }

    /// <summary>Tokens of the vocabulary; ids are below it.</summary>
    public int Count => _control.Length;

    /// <summary>The mask that holds every token; only to be read.</summary>
    public TokenMask All { get; }

    /// <summary>Reads the vocabulary through its tokenizer, from id 0 up to the first that is not there.</summary>
    public static TokenTexts Of(ITokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        using var bytes = new MemoryStream();
        var starts = new List<int> { 0 };
        var control = new List<bool>();
        for (var id = 0; tokenizer.TryGetBytes(id, out var text); id++)
        {
            bytes.Write(text.Span);
            starts.Add((int)bytes.Length);
            control.Add(tokenizer.IsControl(id));
        }
        return new TokenTexts(bytes.ToArray(), [.. starts], [.. control]);
    }

    public bool IsControl(int id) => _control[id];

    public ReadOnlySpan<byte> BytesOf(int id) => _bytes.AsSpan(_starts[id].._starts[id + 1]);
}
