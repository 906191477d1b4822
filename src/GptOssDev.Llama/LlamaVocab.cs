using System.Text;
using System.Text.Unicode;
using GptOssDev.Llama.Native;
using LLama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// A model's vocabulary. Thread-safe; lives as long as its model and throws <see cref="ObjectDisposedException"/>
/// after it.
/// </summary>
public sealed class LlamaVocab
{
    private const int MaxTokenBytes = 1 << 20;

    private readonly SafeLlamaModelHandle _model;
    private readonly nint _vocab;
    private readonly byte[]?[] _bytes;

    internal LlamaVocab(SafeLlamaModelHandle model)
    {
        _model = model;
        _vocab = NativeImports.ModelVocab(model);
        Count = model.Vocab.Count;
        _bytes = new byte[Count][];
        FimPrefix = (int?)model.Vocab.InfillPrefix;
        FimSuffix = (int?)model.Vocab.InfillSuffix;
        FimMiddle = (int?)model.Vocab.InfillMiddle;
    }

    /// <summary>Token ids are zero to this, exclusive.</summary>
    public int Count { get; }

    /// <summary>The token before the text that precedes a gap, when the vocabulary has one.</summary>
    public int? FimPrefix { get; }

    /// <summary>The token before the text that follows a gap, when the vocabulary has one.</summary>
    public int? FimSuffix { get; }

    /// <summary>The token after which the gap's text is generated, when the vocabulary has one.</summary>
    public int? FimMiddle { get; }

    /// <summary>
    /// Text to token ids; never adds a first or last token. With <paramref name="parseSpecial"/> false the native
    /// side still matches tokens that it counts as user defined, so text from outside must not contain their texts.
    /// Invalid UTF-8 is replaced.
    /// </summary>
    public int[] Tokenize(ReadOnlySpan<byte> utf8, bool parseSpecial)
    {
        if (utf8.IsEmpty)
        {
            return [];
        }

        // The native tokenizer throws through its C interface, and so ends the process, on some invalid sequences.
        if (!Utf8.IsValid(utf8))
        {
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        }

        // A token has at least one byte of the text, so this is mostly enough; the native side says when it is not.
        var tokens = new int[utf8.Length];
        var count = TokenizeInto(utf8, tokens, parseSpecial);
        if (count == int.MinValue)
        {
            throw new LlamaException(LlamaFailure.InvalidArgument, "the text is too long to tokenize at once");
        }

        if (count < 0)
        {
            tokens = new int[-count];
            count = TokenizeInto(utf8, tokens, parseSpecial);
        }

        Array.Resize(ref tokens, count);
        return tokens;
    }

    /// <summary>The bytes a token stands for, the text for a special token. The array is shared: do not change it.</summary>
    public byte[] TokenBytes(int id)
    {
        CheckId(id);
        return _bytes[id] ??= ReadBytes(id);
    }

    /// <summary>
    /// Whether the token stands outside of ordinary text: a control token, or one that the native side matches in text
    /// even where special tokens are not asked for.
    /// </summary>
    public bool IsSpecial(int id)
    {
        CheckId(id);
        using var hold = new HandleReference(_model);
        var attributes = ((LLamaToken)id).GetAttributes(_model.Vocab);
        return (attributes & (LLamaTokenAttr.Unknown | LLamaTokenAttr.Control | LLamaTokenAttr.UserDefined)) != 0;
    }

    private unsafe int TokenizeInto(ReadOnlySpan<byte> utf8, int[] tokens, bool parseSpecial)
    {
        using var hold = new HandleReference(_model);
        fixed (byte* text = utf8)
        fixed (int* destination = tokens)
        {
            return NativeImports.Tokenize(
                _vocab,
                text,
                utf8.Length,
                destination,
                tokens.Length,
                addSpecial: 0,
                parseSpecial ? (byte)1 : (byte)0
            );
        }
    }

    private byte[] ReadBytes(int id)
    {
        using var hold = new HandleReference(_model);
        Span<byte> small = stackalloc byte[256];
        var length = NativeApi.llama_token_to_piece(_model.Vocab, id, small, lstrip: 0, special: true);
        if (length >= 0)
        {
            return small[..length].ToArray();
        }

        var large = new byte[Math.Min(-(long)length, MaxTokenBytes)];
        length = NativeApi.llama_token_to_piece(_model.Vocab, id, large, lstrip: 0, special: true);
        return length >= 0
            ? large[..length]
            : throw new LlamaException(LlamaFailure.Corrupt, $"token {id} stands for more than {MaxTokenBytes} bytes");
    }

    private void CheckId(int id)
    {
        if ((uint)id >= (uint)Count)
        {
            throw new LlamaException(LlamaFailure.InvalidArgument, $"token {id} is not in 0..{Count - 1}");
        }
    }
}
